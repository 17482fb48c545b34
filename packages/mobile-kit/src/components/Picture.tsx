import { Image } from 'expo-image';
import { useState } from 'react';
import { StyleSheet, View, type ViewStyle } from 'react-native';
import { useShop } from '../shop/ShopProvider.tsx';
import { kitText } from '../text/index.ts';
import { stage } from '../theme/tokens.ts';
import { Icon } from './Icon.tsx';
import { Txt } from './Txt.tsx';

/** A picture of the shop in its place; a sign where there is none, a stamp over what is sold out. */
export function Picture({
  src,
  label,
  isSoldOut = false,
  isGround = false,
  style,
}: {
  src: string | null | undefined;
  label?: string;
  isSoldOut?: boolean;
  /** It lies behind words: nothing stands for a missing one. */
  isGround?: boolean;
  style: ViewStyle;
}) {
  const shop = useShop();
  const [broken, setBroken] = useState<string | null>(null);
  const isHidden = label === undefined;
  return (
    <View
      style={[styles.frame, style]}
      accessibilityElementsHidden={isHidden}
      importantForAccessibility={isHidden ? 'no-hide-descendants' : 'auto'}
    >
      {src && broken !== src ? (
        <Image
          source={{ uri: shop.urlOf(src) }}
          contentFit="cover"
          style={[StyleSheet.absoluteFill, isSoldOut && styles.grey]}
          accessibilityLabel={label ?? ''}
          alt={label ?? ''}
          onError={() => setBroken(src)}
        />
      ) : isGround ? null : (
        <Icon name="image" color={stage.muted} />
      )}
      {isSoldOut ? (
        <View style={styles.stamp}>
          <Txt variant="label" style={styles.stampText}>
            {kitText.soldOut.toUpperCase()}
          </Txt>
        </View>
      ) : null}
    </View>
  );
}
const styles = StyleSheet.create({
  frame: { overflow: 'hidden', alignItems: 'center', justifyContent: 'center', borderRadius: 12, backgroundColor: stage.surface3 },
  grey: { opacity: 0.45 },
  stamp: {
    paddingHorizontal: 6,
    paddingVertical: 4,
    borderWidth: 1.5,
    borderColor: stage.text,
    borderRadius: 6,
    transform: [{ rotate: '-8deg' }],
  },
  stampText: { fontSize: 10, lineHeight: 12, letterSpacing: 0.6 },
});
