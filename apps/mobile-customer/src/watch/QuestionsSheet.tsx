import type { QuestionBox, RoomQuestion } from '@vitrine/client';
import { Button, Icon, kitText, Loading, Notice, Sheet, stage, TextField, Txt, useSnapshot } from '@vitrine/mobile-kit';
import { LIMITS } from '@vitrine/protocol/limits';
import { useEffect, useState } from 'react';
import { Pressable, StyleSheet, View } from 'react-native';
import { text } from '../text/index.ts';

const words = text.watch;

/** What viewers want to know: what most of them do stands first, answers below. */
export function QuestionsSheet({
  isOpen,
  onClose,
  box,
  questions,
  notice,
  mayAsk,
  onAsk,
  onVote,
}: {
  isOpen: boolean;
  onClose: () => void;
  box: QuestionBox;
  questions: readonly RoomQuestion[];
  /** What has become of a question or a vote. */
  notice: string | null;
  mayAsk: boolean;
  onAsk: (question: string) => void;
  onVote: (question: RoomQuestion) => void;
}) {
  const read = useSnapshot(box);
  const [wanted, setWanted] = useState('');
  useEffect(() => {
    if (isOpen) void box.load();
  }, [isOpen, box]);
  const open = questions.filter((question) => question.isOpen);
  const answered = questions.filter((question) => !question.isOpen);
  function ask(): void {
    if (wanted.trim() === '') return;
    onAsk(wanted.trim());
    setWanted('');
  }
  return (
    <Sheet
      isOpen={isOpen}
      onClose={onClose}
      label={words.questions}
      footer={
        mayAsk ? (
          <>
            {notice === null ? null : (
              <Txt variant="small" tone="danger" role="alert" accessibilityLiveRegion="assertive">
                {notice}
              </Txt>
            )}
            <TextField
              label={words.ask}
              value={wanted}
              onChange={setWanted}
              autoCapitalize="sentences"
              maxLength={LIMITS.questionLength}
              returnKeyType="send"
              onSubmitEditing={ask}
            />
            <Button label={words.askSend} variant="buy" isWide isDisabled={wanted.trim() === ''} onPress={ask} />
          </>
        ) : undefined
      }
    >
      <Txt variant="title" accessibilityRole="header">
        {words.questions}
      </Txt>
      {read === 'failed' ? (
        <Notice title={words.questionsFailed}>
          <Button label={kitText.tryAgain} onPress={() => void box.load()} />
        </Notice>
      ) : read !== 'ready' ? (
        <Loading label={words.questions} />
      ) : questions.length === 0 ? (
        <Txt tone="text2">{words.questionsEmpty}</Txt>
      ) : null}
      {open.map((question) => (
        <View key={question.id} style={styles.question}>
          <View style={styles.words}>
            <Txt variant="small" tone="muted">
              {words.asks(question.username)}
            </Txt>
            <Txt>{question.text}</Txt>
          </View>
          <Pressable
            accessibilityRole="button"
            accessibilityLabel={words.upvote(question.upvotes)}
            accessibilityState={{ selected: question.voted }}
            aria-pressed={question.voted}
            onPress={() => onVote(question)}
            style={({ pressed }) => [styles.vote, question.voted && styles.voted, pressed && { opacity: 0.7 }]}
          >
            <Icon name="up" size={18} color={question.voted ? stage.accent : stage.text} />
            <Txt variant="figure" tone={question.voted ? 'accent' : 'text'} style={{ fontSize: 13, lineHeight: 15 }}>
              {question.upvotes}
            </Txt>
          </Pressable>
        </View>
      ))}
      {answered.length > 0 ? (
        <Txt variant="label" tone="muted" accessibilityRole="header">
          {words.answered}
        </Txt>
      ) : null}
      {answered.map((question) => (
        <View key={question.id} style={styles.words}>
          <Txt variant="small" tone="muted">
            {words.asks(question.username)}
          </Txt>
          <Txt tone="text2">{question.text}</Txt>
          <View style={styles.answer}>
            <Icon name="check" size={16} color={stage.accent} />
            <Txt style={{ flexShrink: 1 }}>{question.answer ?? words.answeredAloud}</Txt>
          </View>
        </View>
      ))}
    </Sheet>
  );
}
const styles = StyleSheet.create({
  question: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: 12,
    padding: 12,
    borderRadius: 14,
    borderWidth: 1,
    borderColor: stage.line,
    backgroundColor: stage.surface2,
  },
  words: { flexShrink: 1, flexGrow: 1, gap: 2 },
  vote: {
    minWidth: 48,
    minHeight: 52,
    alignItems: 'center',
    justifyContent: 'center',
    borderRadius: 12,
    borderWidth: 1,
    borderColor: stage.lineStrong,
  },
  voted: { borderColor: stage.accent, backgroundColor: stage.accentTint },
  answer: { flexDirection: 'row', gap: 7, marginTop: 4 },
});
