import tailwindcss from '@tailwindcss/vite';
import vue from '@vitejs/plugin-vue';
import { layerOrder } from '@vitrine/theme/layer-order';
import { defineConfig } from 'vite';

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
            // Not what belongs to pages of its own, however many import it.
            { name: 'shop', test: /[\\/](apps|packages|@lucide)[\\/](?!.*[\\/](account|replay|field-checks)[\\/.])/, minShareCount: 4 },
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
