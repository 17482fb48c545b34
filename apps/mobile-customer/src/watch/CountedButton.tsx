import { IconButton, stage, Txt } from '@vitrine/mobile-kit';
import type { ComponentProps } from 'react';
import { StyleSheet, View } from 'react-native';

/** A round button with how many there are behind it. */
export function CountedButton({ count, ...button }: ComponentProps<typeof IconButton> & { count: number }) {
  return (
    <View>
      <IconButton {...button} />
      {count > 0 ? (
        <View style={styles.count}>
          <Txt variant="label" maxFontSizeMultiplier={1} style={{ fontSize: 11, lineHeight: 18, color: stage.onInk }}>
            {count}
          </Txt>
        </View>
      ) : null}
    </View>
  );
}
const styles = StyleSheet.create({
  count: {
    position: 'absolute',
    top: -4,
    right: -4,
    minWidth: 20,
    height: 20,
    alignItems: 'center',
    justifyContent: 'center',
    borderRadius: 10,
    backgroundColor: stage.text,
    pointerEvents: 'none',
  },
});
