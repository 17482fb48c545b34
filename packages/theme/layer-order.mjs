/**
 * A plugin of Vite. The order of the cascade layers is that of the style sheet which loads first, and that may be one of a shared part: so each
 * says it. Without it the theme's resets may stand above the parts' own styles.
 * @type {import('vite').Plugin}
 */
export const layerOrder = {
  name: 'layer-order',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'asset' && file.fileName.endsWith('.css'))
          file.source = `@layer properties,theme,base,components,utilities;${file.source}`;
    },
  },
};
