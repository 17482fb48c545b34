import { createApp } from 'vue';
import App from './App.vue';
import { reach } from './composables/use-reach.ts';
import { router } from './router.ts';
import './style.css';

reach.follow();
createApp(App).use(router).mount('#app');
