/** Pictures that come with Vitrine, for trying things out. The shop's app serves them. */
const products = ['basket', 'bowl', 'candle', 'carafe', 'lamp', 'mug', 'poster', 'soap', 'teapot', 'throw', 'tray', 'vase'];
const scenes = ['ines-wide', 'table', 'candles', 'amara', 'jonas'];

export interface SamplePicture {
  path: string;
  name: string;
}
export const samplePictures: Record<'products' | 'scenes', readonly SamplePicture[]> = {
  products: products.map((name) => ({ path: `/sample/product-${name}.webp`, name })),
  scenes: scenes.map((name) => ({ path: `/sample/scene-${name}.webp`, name })),
};

/** Whether it can be a picture's address: a path on this server, or https. */
export const isPictureAddress = (address: string): boolean => /^(\/(?!\/)[^\s\\]*|https:\/\/[^\s\\]+)$/.test(address);
