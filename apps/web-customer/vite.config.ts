import tailwindcss from '@tailwindcss/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

/** The server's paths: in development they are passed on, so that the app always speaks to its own origin. */
const SERVER = 'http://127.0.0.1:8080';
const PATHS = [
  '/livestreams',
  '/products',
  '/orders',
  '/auth',
  '/whip',
  '/whep',
  '/uploads',
  '/recommendations',
  '/reminders',
  '/history',
  '/openapi.json',
  '/healthz',
  '/readyz',
];

/**
 * The order of the cascade layers is that of the style sheet which loads first, and that may be one of a shared part: so each says it. Without
 * it the theme's resets may stand above the parts' own styles.
 */
const layerOrder: Plugin = {
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

export default defineConfig({
  plugins: [vue(), tailwindcss(), layerOrder],
  // Every component is written with the composition API: the options API would only be carried along.
  define: { __VUE_OPTIONS_API__: 'false' },
  build: {
    manifest: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // Small enough all together: one request that is there when a page comes, in the place of a dozen.
    cssCodeSplit: false,
    // What every page needs comes in three files: forty small ones compress worse, and each is a request.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'vue', test: /node_modules[\\/](@vue|vue|vue-router)[\\/]/ },
            { name: 'shop', test: /[\\/](apps|packages|@lucide)[\\/]/, minShareCount: 4 },
            { name: 'icons', test: /node_modules[\\/]@lucide/, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      ...Object.fromEntries(PATHS.map((path) => [path, { target: SERVER }])),
      '/ws': { target: SERVER, ws: true },
    },
  },
});
