import { createApp } from 'vue';
import App from './App.vue';
import { painted } from './composables/page/painted.ts';
import { router } from './router.ts';
import './style.css';

const app = createApp(App).use(router);
// What came in the page is seen first, and until this can take its place.
await Promise.all([router.isReady(), document.querySelector('.first-picture') && painted()]);
app.mount('#app');
