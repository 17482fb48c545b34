import { Avatar, formatDay, Icon, IconButton, locale, stage, Txt, useShopState } from '@vitrine/mobile-kit';
import type { LivestreamDetail } from '@vitrine/protocol';
import { Pressable, StyleSheet, View } from 'react-native';
import { text } from '../text/index.ts';
import type { ShownCaptions } from './use-captions.ts';

/** Who showed it and when, its sound and captions, and the way out. */
export function ReplayTop({
  detail,
  captions,
  isMuted,
  onMute,
  onLeave,
}: {
  detail: LivestreamDetail;
  captions: ShownCaptions;
  isMuted: boolean;
  onMute: () => void;
  onLeave: () => void;
}) {
  const state = useShopState();
  const when = text.replay.badge(detail.startTime ? formatDay(detail.startTime) : '');
  return (
    <View style={styles.top}>
      <View style={styles.row}>
        <View style={styles.host}>
          <Avatar name={detail.hostName} />
          <View style={{ flexShrink: 1 }}>
            <Txt variant="strong" numberOfLines={1}>
              {detail.hostName}
            </Txt>
            <Txt variant="small" tone="text2" numberOfLines={1}>
              {state.status === 'open' ? state.shop.name : ''}
            </Txt>
          </View>
        </View>
        <View style={{ flex: 1 }} />
        <View style={styles.when} accessible accessibilityLabel={when}>
          <Icon name="again" size={15} />
          <Txt variant="label">{when}</Txt>
        </View>
        <IconButton icon="close" label={text.replay.leave} size={44} onPress={onLeave} />
      </View>
      <View style={styles.row}>
        <Txt variant="heading" style={styles.title} numberOfLines={1} accessibilityRole="header">
          {detail.title}
        </Txt>
        {captions.isOn && captions.language !== null && captions.languages > 1 ? (
          <Pressable
            accessibilityRole="button"
            accessibilityLabel={text.replay.captionsLanguage(codeOf(captions.language), nameOf(captions.language))}
            onPress={captions.next}
            style={styles.language}
          >
            <Txt variant="figure" maxFontSizeMultiplier={1.2}>
              {codeOf(captions.language)}
            </Txt>
          </Pressable>
        ) : null}
        {captions.languages > 0 ? (
          <IconButton
            icon="captions"
            label={text.replay.captions}
            size={44}
            onPress={captions.toggle}
            isOn={captions.isOn}
            style={captions.isOn ? undefined : styles.plain}
          />
        ) : null}
        <IconButton
          icon={isMuted ? 'soundOff' : 'sound'}
          label={isMuted ? text.replay.sound : text.replay.mute}
          size={44}
          onPress={onMute}
          style={isMuted ? undefined : styles.plain}
        />
      </View>
    </View>
  );
}
const codeOf = (language: string): string => language.split('-', 1)[0]?.toUpperCase() ?? '';
/** Not every phone knows the languages by name. */
function nameOf(language: string): string {
  if (typeof Intl.DisplayNames !== 'function') return language;
  return new Intl.DisplayNames([locale], { type: 'language' }).of(language) ?? language;
}
const styles = StyleSheet.create({
  language: { minWidth: 44, minHeight: 44, alignItems: 'center', justifyContent: 'center' },
  top: { gap: 10, paddingHorizontal: 12, pointerEvents: 'box-none' },
  row: { flexDirection: 'row', alignItems: 'center', gap: 8, pointerEvents: 'box-none' },
  host: {
    flexShrink: 1,
    flexDirection: 'row',
    alignItems: 'center',
    gap: 8,
    paddingRight: 14,
    borderRadius: 24,
    backgroundColor: stage.glass,
    borderWidth: 1,
    borderColor: stage.glassLine,
  },
  when: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: 7,
    minHeight: 34,
    paddingHorizontal: 11,
    borderRadius: 9,
    backgroundColor: stage.glass,
    borderWidth: 1,
    borderColor: stage.glassLine,
  },
  title: { flex: 1, paddingHorizontal: 4 },
  plain: { backgroundColor: 'transparent', borderWidth: 0 },
});
