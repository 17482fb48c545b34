import { formatClock, Icon, Notice, Picture, Price, Sheet, stage, Txt } from '@vitrine/mobile-kit';
import type { Chapter, Product } from '@vitrine/protocol';
import { Pressable, StyleSheet, View } from 'react-native';
import { text } from '../text/index.ts';

/** What stands in the list: the chapters in the order of the show, then what was never on screen. */
interface Entry {
  key: string;
  title: string;
  at: number | null;
  product: Product | undefined;
}
function entriesOf(products: readonly Product[], chapters: readonly Chapter[]): Entry[] {
  const shown = chapters.map(({ at, title, productId }, index) => ({
    key: `chapter:${index}`,
    title,
    at,
    product: products.find(({ _id }) => _id === productId),
  }));
  const others = products.filter(({ _id }) => !chapters.some(({ productId }) => productId === _id));
  return [...shown, ...others.map((product) => ({ key: product._id, title: product.title, at: null, product }))];
}

/** The chapters and the pieces of a past show: a press jumps to where each was shown, a second button sells it. */
export function ReplayPieces({
  isOpen,
  products,
  chapters,
  current,
  onClose,
  onJump,
  onLook,
}: {
  isOpen: boolean;
  products: readonly Product[];
  chapters: readonly Chapter[];
  /** The place of the chapter that is seen. */
  current: number;
  onClose: () => void;
  onJump: (position: number) => void;
  onLook: (id: string) => void;
}) {
  const entries = isOpen ? entriesOf(products, chapters) : [];
  return (
    <Sheet isOpen={isOpen} onClose={onClose} label={text.watch.lineUp}>
      <View style={{ gap: 2 }}>
        <Txt variant="title" accessibilityRole="header">
          {text.watch.lineUp}
        </Txt>
        {chapters.length > 0 ? (
          <Txt variant="small" tone="muted">
            {text.replay.jumpHint}
          </Txt>
        ) : null}
      </View>
      {isOpen && entries.length === 0 ? <Notice title={text.watch.noPieces} /> : null}
      {entries.map(({ key, title, at, product }, index) => (
        <View key={key} style={[styles.row, at !== null && index === current && styles.now]}>
          <Pressable
            accessibilityRole="button"
            accessibilityLabel={at === null ? title : text.replay.jumpTo(title, formatClock(at))}
            accessibilityState={{ selected: at !== null && index === current }}
            onPress={() => (at === null ? onLook(product?._id ?? '') : onJump(at))}
            style={styles.jump}
          >
            {product ? (
              <Picture src={product.images[0]} isSoldOut={product.stock === 0} style={styles.picture} />
            ) : (
              <View style={[styles.picture, styles.mark]}>
                <Icon name="play" size={18} color={stage.muted} />
              </View>
            )}
            <View style={{ flex: 1, gap: 3, alignItems: 'flex-start' }}>
              <Txt variant="strong" numberOfLines={2}>
                {title}
              </Txt>
              <View style={styles.facts}>
                {product ? <Price amount={product.price} currency={product.currency} variant="figure" /> : null}
                {at === null ? null : (
                  <Txt variant="small" tone="muted" style={{ fontVariant: ['tabular-nums'] }}>
                    {text.replay.atTime(formatClock(at))}
                  </Txt>
                )}
              </View>
            </View>
          </Pressable>
          {product ? <BuyButton product={product} onPress={() => onLook(product._id)} /> : null}
        </View>
      ))}
    </Sheet>
  );
}
function BuyButton({ product, onPress }: { product: Product; onPress: () => void }) {
  const isSoldOut = product.stock === 0;
  return (
    <Pressable
      accessibilityRole="button"
      accessibilityLabel={text.replay.buy(product.title)}
      onPress={onPress}
      style={({ pressed }) => [styles.buy, isSoldOut && styles.line, pressed && { opacity: 0.8 }]}
    >
      <Txt variant="strong" style={{ color: isSoldOut ? stage.text : stage.onAccent }}>
        {isSoldOut ? text.watch.look : text.watch.buy}
      </Txt>
    </Pressable>
  );
}
const styles = StyleSheet.create({
  row: { flexDirection: 'row', alignItems: 'center', gap: 12, marginHorizontal: -8, padding: 8, borderRadius: 16 },
  now: { backgroundColor: stage.accentTint },
  jump: { flex: 1, flexDirection: 'row', alignItems: 'center', gap: 14, minHeight: 64 },
  picture: { width: 64, height: 64 },
  mark: { alignItems: 'center', justifyContent: 'center', borderRadius: 12, backgroundColor: stage.surface3 },
  facts: { flexDirection: 'row', alignItems: 'baseline', gap: 8 },
  buy: { minHeight: 44, justifyContent: 'center', paddingHorizontal: 18, borderRadius: 14, backgroundColor: stage.accent },
  line: { backgroundColor: 'transparent', borderWidth: 1, borderColor: stage.lineStrong },
});
