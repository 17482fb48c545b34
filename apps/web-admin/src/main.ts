import { createApp } from 'vue';
import App from './App.vue';
import { reach } from './composables/server/use-reach.ts';
import { router } from './router.ts';
import './style.css';

reach.follow();
createApp(App).use(router).mount('#app');
