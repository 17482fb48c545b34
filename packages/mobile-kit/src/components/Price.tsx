import { View } from 'react-native';
import { formatMoney } from '../text/format.ts';
import { kitText } from '../text/index.ts';
import { stage } from '../theme/tokens.ts';
import { Txt, type TxtProps } from './Txt.tsx';

/** A price in minor units, with the struck one beside it when there is one. */
export function Price({
  amount,
  currency,
  was = null,
  isExact = false,
  variant = 'price',
  style,
}: {
  amount: number;
  currency: string;
  was?: number | null;
  isExact?: boolean;
  variant?: TxtProps['variant'];
  style?: TxtProps['style'];
}) {
  return (
    <View style={{ flexDirection: 'row', alignItems: 'baseline', gap: 7 }}>
      <Txt variant={variant} style={style}>
        {formatMoney(amount, currency, isExact)}
      </Txt>
      {was !== null && was > amount ? (
        <Txt
          variant="small"
          tone="muted"
          style={{ textDecorationLine: 'line-through' }}
          accessibilityLabel={kitText.was(formatMoney(was, currency))}
        >
          {formatMoney(was, currency)}
        </Txt>
      ) : null}
    </View>
  );
}

/** From here on what is left is told; it is the stock, never a nudge. */
const LOW = 10;
export function Stock({ stock }: { stock: number }) {
  if (stock > LOW) return null;
  if (stock === 0)
    return (
      <Txt variant="small" tone="muted">
        {kitText.soldOut}
      </Txt>
    );
  return (
    <View style={{ flexDirection: 'row', alignItems: 'center', gap: 7 }}>
      <View style={{ width: 44, height: 4, borderRadius: 2, backgroundColor: stage.lineStrong }}>
        <View
          style={{
            width: `${Math.max(6, Math.round((stock / (LOW * 4)) * 100))}%`,
            height: 4,
            borderRadius: 2,
            backgroundColor: stage.warn,
          }}
        />
      </View>
      <Txt variant="small" tone="warn">
        {kitText.left(stock)}
      </Txt>
    </View>
  );
}
