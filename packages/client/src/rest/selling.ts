import type {
  Order,
  OrderPatch,
  Product,
  ProductImport,
  ProductQuery,
  ProductRequest,
  ShopSettings,
  ShopSettingsPatch,
  UploadedImage,
  VariantPatch,
} from '@vitrine/protocol';
import type { CallOptions, Input, ListPage, Request } from './call.ts';
import { type OrderSearch, searchOf } from './order-search.ts';

type NewVariants = { variants: Input<ProductRequest['variants'][number], 'price' | 'stock'>[] };
/** Without `stock`, a variant that is there already keeps what it has. */
type ChangedVariants = { variants: Input<VariantPatch, 'price'>[] };

/** The catalogue and the orders, for the shop. */
export function sellingCalls(request: Request) {
  const product = (id: string): string => `/products/${encodeURIComponent(id)}`;
  const order = (id: string): string => `/orders/${encodeURIComponent(id)}`;
  return {
    shopSettings: (call: CallOptions = {}) => request<ShopSettings>('GET', '/shop/settings', call),
    changeShopSettings: (patch: ShopSettingsPatch, call: CallOptions = {}) =>
      request<ShopSettings>('PATCH', '/shop/settings', { ...call, body: patch }),
    listProducts: (query: Partial<ProductQuery> = {}, call: CallOptions = {}) =>
      request<ListPage<Product>>('GET', '/products', { ...call, query }),
    createProduct: (input: Input<Omit<ProductRequest, 'variants'>, 'title'> & NewVariants, call: CallOptions = {}) =>
      request<Product>('POST', '/products', { ...call, body: input }),
    updateProduct: (
      id: string,
      patch: Partial<Omit<ProductRequest, 'variants'> & { archived: boolean } & ChangedVariants>,
      call: CallOptions = {},
    ) => request<Product>('PATCH', product(id), { ...call, body: patch }),
    /** The whole catalogue as CSV. */
    exportProducts: (call: CallOptions = {}) => request<string>('GET', '/products.csv', { ...call, answer: 'text' }),
    /** All of the file or nothing; `fields` of the error name the lines that are wrong. */
    importProducts: (csv: string, call: CallOptions = {}) =>
      request<ProductImport>('POST', '/products.csv', { ...call, body: csv, headers: { 'content-type': 'text/csv' } }),
    /** One step on: paid, fulfilled, cancelled or refunded. */
    changeOrder: (id: string, state: OrderPatch['state'], call: CallOptions = {}) =>
      request<Order>('PATCH', order(id), { ...call, body: { state } }),
    /** Orders as CSV, a line for each of their lines. */
    exportOrders: (query: OrderSearch = {}, call: CallOptions = {}) =>
      request<string>('GET', '/orders.csv', { ...call, query: searchOf(query), answer: 'text' }),
    /** A picture in the field `file`; `url` of the answer is where it is then. */
    uploadImage: (form: FormData, call: CallOptions = {}) => request<UploadedImage>('POST', '/uploads', { ...call, body: form }),
  };
}
