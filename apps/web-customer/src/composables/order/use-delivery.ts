import type { PublicShop } from '@vitrine/protocol';
import { type ComputedRef, computed, type Ref, ref, shallowRef } from 'vue';
import { api } from '../server/api.ts';

const KEY = 'vitrine.delivery';
export type DeliveryMethod = PublicShop['deliveryMethods'][number];

/** What is told once a page: what it costs to have things brought, and how one pays. */
let asked: Promise<PublicShop> | undefined;
const shop = shallowRef<PublicShop>();
function ask(): void {
  asked ??= api.shop().then(
    (answer) => {
      shop.value = answer;
      return answer;
    },
    (problem: unknown) => {
      // Without it the order is refused with a reason; the next sheet asks again.
      asked = undefined;
      throw problem;
    },
  );
  asked.catch(() => undefined);
}

const costOf = (method: DeliveryMethod, sum: number): number => (method.freeFrom !== null && sum >= method.freeFrom ? 0 : method.price);

/** How an order comes, and what that costs for a sum of lines. What was chosen is kept on this device for the next. */
export function useDelivery(sum: () => number): {
  methods: ComputedRef<readonly (DeliveryMethod & { cost: number })[]>;
  chosen: Ref<string | undefined>;
  cost: ComputedRef<number>;
  /** Whether one pays at once, on a page of its own. */
  paysAtOnce: ComputedRef<boolean>;
  remember: () => void;
} {
  ask();
  const wanted = ref<string | undefined>(remembered());
  const methods = computed(() => (shop.value?.deliveryMethods ?? []).map((method) => ({ ...method, cost: costOf(method, sum()) })));
  const chosen = computed({
    get: () => (methods.value.find(({ id }) => id === wanted.value) ?? methods.value[0])?.id,
    set: (id) => {
      wanted.value = id;
    },
  });
  return {
    methods,
    chosen,
    cost: computed(() => methods.value.find(({ id }) => id === chosen.value)?.cost ?? 0),
    paysAtOnce: computed(() => shop.value !== undefined && shop.value.payment !== 'manual'),
    remember() {
      try {
        if (chosen.value !== undefined) localStorage.setItem(KEY, chosen.value);
      } catch {
        // A private window: then the first one is offered next time.
      }
    },
  };
}

function remembered(): string | undefined {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}
