import type { ReactNode } from 'react';
import { StyleSheet, View, type ViewStyle } from 'react-native';
import { Avatar } from '../components/Avatar.tsx';
import { Icon } from '../components/Icon.tsx';
import { Txt } from '../components/Txt.tsx';
import { kitText } from '../text/index.ts';
import { stage } from '../theme/tokens.ts';
import { StageVideo } from '../video/StageVideo';

/** Somebody on stage beside the host: the picture, or the letter while there is none. Switches go into it. */
export function StageTile({
  name,
  stream,
  isMuted = false,
  isSilent = false,
  isMirrored = false,
  note,
  style,
  children,
}: {
  name: string;
  stream: MediaStream | null;
  /** The host, or the guest, has switched the sound off. */
  isMuted?: boolean;
  /** It makes no sound here. */
  isSilent?: boolean;
  isMirrored?: boolean;
  note?: string | undefined;
  style?: ViewStyle | undefined;
  children?: ReactNode;
}) {
  return (
    <View style={[styles.tile, style]}>
      {stream ? (
        <StageVideo stream={stream} isMuted={isSilent} isMirrored={isMirrored} isOnTop label={kitText.tile(name)} />
      ) : (
        <Avatar name={name} size={44} />
      )}
      <View style={styles.caption}>
        <View style={styles.name}>
          {isMuted ? (
            <View accessible role="img" accessibilityLabel={kitText.soundOff}>
              <Icon name="micOff" size={13} />
            </View>
          ) : null}
          <Txt variant="label" numberOfLines={1} maxFontSizeMultiplier={1.3} style={{ flexShrink: 1, fontSize: 12, lineHeight: 16 }}>
            {name}
          </Txt>
        </View>
        {note ? (
          <Txt variant="small" maxFontSizeMultiplier={1.3} style={{ fontSize: 11, lineHeight: 14 }} accessibilityLiveRegion="polite">
            {note}
          </Txt>
        ) : null}
      </View>
      {children}
    </View>
  );
}
const styles = StyleSheet.create({
  tile: {
    width: 108,
    height: 146,
    overflow: 'hidden',
    alignItems: 'center',
    justifyContent: 'center',
    borderRadius: 12,
    borderWidth: 1,
    borderColor: stage.glassLine,
    backgroundColor: stage.well,
  },
  caption: { position: 'absolute', left: 0, right: 0, bottom: 0, paddingHorizontal: 8, paddingVertical: 5, backgroundColor: stage.glass },
  name: { flexDirection: 'row', alignItems: 'center', gap: 4 },
});
