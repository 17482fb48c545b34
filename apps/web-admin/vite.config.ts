import tailwindcss from '@tailwindcss/vite';
import vue from '@vitejs/plugin-vue';
import { layerOrder } from '@vitrine/theme/layer-order';
import { defineConfig } from 'vite';

/** The server's paths: in development they are passed on, so that the app always speaks to its own origin. */
const SERVER = 'http://127.0.0.1:8080';
const PATHS = ['/livestreams', '/products', '/orders', '/auth', '/whip', '/whep', '/uploads', '/sample', '/healthz'];

export default defineConfig({
  base: '/admin/',
  plugins: [vue(), tailwindcss(), layerOrder],
  build: { manifest: true, target: 'es2022', assetsInlineLimit: 0 },
  server: {
    proxy: {
      ...Object.fromEntries(PATHS.map((path) => [path, { target: SERVER }])),
      '/ws': { target: SERVER, ws: true },
    },
  },
});
