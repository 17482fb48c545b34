import type { Product, PublicShop } from '@vitrine/protocol';
import { LIMITS } from '@vitrine/protocol/limits';
import { useEffect, useState } from 'react';
import { Pressable, ScrollView, StyleSheet, View } from 'react-native';
import { Button } from '../components/Button.tsx';
import { Picture } from '../components/Picture.tsx';
import { Price, Stock } from '../components/Price.tsx';
import { Sheet } from '../components/Sheet.tsx';
import { Stepper } from '../components/Stepper.tsx';
import { Txt } from '../components/Txt.tsx';
import { useShop } from '../shop/ShopProvider.tsx';
import { formatMoney } from '../text/format.ts';
import { buyText as words } from '../text/index.ts';
import { stage } from '../theme/tokens.ts';
import { DeliverTo } from './DeliverTo.tsx';
import { OrderPlaced } from './OrderPlaced.tsx';
import type { ShownCheckout } from './use-checkout.ts';
import { useContact } from './use-contact.ts';
import { useNewest } from './use-newest.ts';

const firstInStock = ({ variants }: Product): string => (variants.find(({ stock }) => stock > 0) ?? variants[0])?.id ?? '';

/**
 * A piece, and buying it, while the show goes on behind. Price and stock are the live ones; the price that the buyer has read is what is
 * ordered, and another one has to be agreed to first.
 */
export function ProductSheet({
  product: told,
  checkout,
  onClose,
  onSeeOrders,
}: {
  product: Product;
  checkout: ShownCheckout;
  onClose: () => void;
  onSeeOrders: () => void;
}) {
  const shop = useShop();
  const product = useNewest(told, checkout.state);
  const [variantId, setVariantId] = useState(() => firstInStock(product));
  const variant = product.variants.find(({ id }) => id === variantId) ?? product.variants[0];
  const price = variant?.price ?? 0;
  const stock = variant?.stock ?? 0;
  const [seenPrice, setSeenPrice] = useState(price);
  const most = Math.max(1, Math.min(product.limitPerBuyer ?? LIMITS.orderQuantity, LIMITS.orderQuantity, stock));
  const [wanted, setWanted] = useState(1);
  const quantity = Math.min(wanted, most);
  const { contact, isKnown, problems, change, remember } = useContact();
  const [isEditing, setEditing] = useState(false);
  const [isChecked, setChecked] = useState(false);
  const [isKept, setKept] = useState(true);
  const [offer, setOffer] = useState<PublicShop | null>(null);
  useEffect(() => {
    const asked = new AbortController();
    shop.api.shop({ signal: asked.signal }).then(setOffer, () => undefined);
    return () => asked.abort();
  }, [shop]);

  const delivery = offer?.deliveryMethods[0];
  const lines = price * quantity;
  const deliveryPrice = delivery && (delivery.freeFrom === null || lines < delivery.freeFrom) ? delivery.price : 0;
  const money = (minor: number, isExact = false): string => formatMoney(minor, product.currency, isExact);
  const way = delivery && `${delivery.name}, ${deliveryPrice === 0 ? words.free : money(deliveryPrice)}`;
  const isTyping = isEditing || Object.keys(problems).length > 0;
  const { state } = checkout;
  const isPlacing = state.status === 'placing';
  const isSoldOut = stock === 0;
  const hasChanged = price !== seenPrice;

  function choose(id: string): void {
    setVariantId(id);
    setSeenPrice(product.variants.find((one) => one.id === id)?.price ?? 0);
    checkout.reset();
  }
  async function buy(): Promise<void> {
    if (!variant || isPlacing) return;
    setChecked(true);
    if (Object.keys(problems).length > 0) {
      setEditing(true);
      return;
    }
    setSeenPrice(price);
    // Kept while the order is on its way: the answer then says whether it could be.
    void remember().then(setKept);
    await checkout.place({
      contact: { name: contact.name.trim(), email: contact.email.trim(), address: contact.address.trim() },
      lines: [{ productId: product._id, variantId: variant.id, quantity, unitPrice: price }],
      ...(delivery ? { deliveryMethod: delivery.id, total: lines + deliveryPrice } : {}),
    });
  }
  function close(): void {
    onClose();
    checkout.reset();
  }
  function notice(): string | null {
    if (isSoldOut || state.status === 'sold_out')
      return `${words.soldOutText}${product.stock > 0 && product.variants.length > 1 ? ` ${words.chooseOther}` : ''}`;
    if (hasChanged) return words.priceChanged(money(seenPrice), money(price));
    if (state.status === 'price_changed') return words.priceIsNew;
    if (state.status !== 'failed') return null;
    return state.isUnclear ? words.unclear : state.error.code === 'invalid' ? words.invalid : words.failed;
  }
  const said = notice();
  const label = isPlacing
    ? words.placing
    : isSoldOut
      ? words.soldOut
      : hasChanged
        ? words.newPrice(money(lines + deliveryPrice, true))
        : words.buyNow;

  if (state.status === 'placed')
    return (
      <Sheet isOpen onClose={close} label={product.title}>
        <OrderPlaced placed={state.order} isKept={isKept} onSeeOrders={onSeeOrders} onDone={close} />
      </Sheet>
    );
  return (
    <Sheet
      isOpen
      onClose={close}
      label={product.title}
      footer={
        <>
          {said ? (
            <View style={styles.said} role="alert" accessibilityLiveRegion="assertive">
              <Txt variant="small">{said}</Txt>
            </View>
          ) : null}
          <Button
            label={label}
            variant={isSoldOut ? 'line' : 'buy'}
            isWide
            isBusy={isPlacing}
            isDisabled={isSoldOut || !isKnown}
            onPress={() => void buy()}
            style={styles.buy}
            end={
              isSoldOut || hasChanged || isPlacing ? null : (
                <Price
                  amount={lines + deliveryPrice}
                  currency={product.currency}
                  isExact
                  variant="strong"
                  style={{ color: stage.onAccent }}
                />
              )
            }
          />
          <Txt variant="small" tone="muted" style={{ textAlign: 'center' }}>
            {[isTyping && way ? `${way}.` : '', offer?.payment === 'stripe' ? words.payNow : words.payOnDelivery].join(' ').trim()}
          </Txt>
        </>
      }
    >
      <ScrollView horizontal showsHorizontalScrollIndicator={false} contentContainerStyle={{ gap: 8 }}>
        {(product.images.length > 0 ? product.images : [null]).map((src, index) => (
          <Picture
            key={src ?? 'none'}
            src={src}
            label={`${product.title}, ${index + 1}`}
            isSoldOut={index === 0 && isSoldOut}
            style={styles.picture}
          />
        ))}
      </ScrollView>
      <View style={styles.head}>
        <View style={{ flex: 1, gap: 4 }}>
          <Txt variant="title" accessibilityRole="header">
            {product.title}
          </Txt>
          {product.description ? (
            <Txt variant="small" tone="muted">
              {product.description}
            </Txt>
          ) : null}
        </View>
        <Price amount={price} currency={product.currency} was={variant?.compareAtPrice ?? null} style={{ fontSize: 26, lineHeight: 30 }} />
      </View>
      {product.variants.length > 1 ? (
        <View style={styles.options} role="radiogroup" aria-label={words.option}>
          {product.variants.map((one) => (
            <Pressable
              key={one.id}
              accessibilityRole="radio"
              accessibilityState={{ checked: one.id === variantId }}
              accessibilityLabel={one.stock === 0 ? `${one.name}, ${words.soldOut}` : one.name}
              onPress={() => choose(one.id)}
              style={[styles.chip, one.id === variantId && styles.chosen, one.stock === 0 && styles.out]}
            >
              <Txt
                variant="label"
                tone={one.stock === 0 ? 'muted' : 'text'}
                style={one.stock === 0 && { textDecorationLine: 'line-through' }}
              >
                {one.name}
              </Txt>
            </Pressable>
          ))}
        </View>
      ) : null}
      <View style={styles.row}>
        <Stepper value={quantity} most={most} onChange={setWanted} label={words.quantity} />
        <Stock stock={stock} />
      </View>
      {isKnown ? (
        <DeliverTo
          contact={contact}
          problems={isChecked ? problems : {}}
          isEditing={isTyping}
          way={way}
          onEdit={() => setEditing(true)}
          onChange={change}
        />
      ) : null}
    </Sheet>
  );
}

const styles = StyleSheet.create({
  picture: { width: 200, height: 184 },
  head: { flexDirection: 'row', alignItems: 'flex-start', gap: 12 },
  options: { flexDirection: 'row', flexWrap: 'wrap', gap: 8 },
  chip: { minHeight: 44, justifyContent: 'center', paddingHorizontal: 16, borderRadius: 22, borderWidth: 1, borderColor: stage.lineStrong },
  chosen: { borderWidth: 2, borderColor: stage.accent },
  out: { borderStyle: 'dashed' },
  row: { flexDirection: 'row', alignItems: 'center', justifyContent: 'space-between' },
  said: { padding: 12, borderRadius: 12, backgroundColor: stage.warnTint },
  buy: { minHeight: 56, borderRadius: 16 },
});
