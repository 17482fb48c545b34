import type { LiveRoom, RoomSnapshot } from '@vitrine/client';
import { Banner, Button, Icon, stage, Txt, useShop } from '@vitrine/mobile-kit';
import { useEffect, useState } from 'react';
import { StyleSheet, View } from 'react-native';
import { text } from '../text/en.ts';

/** The open question that most want to know, until the host has answered it aloud. */
export function TopQuestion({ streamId, room, snapshot }: { streamId: string; room: LiveRoom; snapshot: RoomSnapshot }) {
  const { api } = useShop();
  const [isBusy, setBusy] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    const asked = new AbortController();
    // Those that are asked from now on come by themselves.
    api.questions(streamId, {}, { signal: asked.signal }).then(
      ({ items }) => room.takeQuestions(items),
      () => undefined,
    );
    return () => asked.abort();
  }, [api, room, streamId]);
  const question = snapshot.questions.find(({ isOpen }) => isOpen);
  if (!question) return null;
  async function answered(id: string): Promise<void> {
    setBusy(true);
    setFailed(false);
    try {
      room.takeQuestions([await api.answerQuestion(streamId, id, null)]);
    } catch {
      setFailed(true);
    }
    setBusy(false);
  }
  return (
    <>
      {hasFailed ? <Banner text={text.room.answeredFailed} /> : null}
      <View style={styles.question}>
        <View style={{ flex: 1, gap: 1 }}>
          <View style={styles.who}>
            <Icon name="question" size={15} color={stage.accent} />
            <Txt variant="label" tone="accent" numberOfLines={1} style={{ flexShrink: 1 }}>
              {text.room.asks(question.username, question.upvotes)}
            </Txt>
          </View>
          <Txt numberOfLines={3}>{question.text}</Txt>
        </View>
        <Button
          label={text.room.answered}
          isBusy={isBusy}
          onPress={() => void answered(question.id)}
          style={{ minHeight: 44, paddingHorizontal: 12, paddingVertical: 6 }}
        />
      </View>
    </>
  );
}
const styles = StyleSheet.create({
  question: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: 10,
    marginHorizontal: 12,
    paddingVertical: 8,
    paddingLeft: 11,
    paddingRight: 8,
    borderRadius: 12,
    borderWidth: 1,
    borderColor: 'rgba(255, 213, 74, 0.45)',
    backgroundColor: stage.glassStrong,
  },
  who: { flexDirection: 'row', alignItems: 'center', gap: 6 },
});
