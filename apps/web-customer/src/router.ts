import { createRouter, createWebHistory } from 'vue-router';
import { isEmbedded } from './composables/server/api.ts';

/** Pages are split; none of these paths is one of the server's (/livestreams, /orders, /admin, ...). */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', component: () => import('./pages/HomePage.vue') },
    { path: '/watch/:id', name: 'watch', component: () => import('./pages/WatchPage.vue'), props: true },
    { path: '/embed/:id', name: 'embed', component: () => import('./pages/EmbedPage.vue'), props: true },
    { path: '/account/history', name: 'history', component: () => import('./pages/HistoryPage.vue') },
    { path: '/account/orders', name: 'orders', component: () => import('./pages/OrdersPage.vue') },
    { path: '/account', name: 'account', component: () => import('./pages/AccountPage.vue') },
    { path: '/sign-in', name: 'sign-in', component: () => import('./pages/SignInPage.vue') },
    { path: '/sign-up', name: 'sign-up', component: () => import('./pages/SignUpPage.vue') },
    { path: '/forgot-password', name: 'forgot-password', component: () => import('./pages/ForgotPasswordPage.vue') },
    { path: '/reset-password', name: 'reset-password', component: () => import('./pages/ResetPasswordPage.vue') },
    { path: '/:rest(.*)*', name: 'not-found', component: () => import('./pages/NotFoundPage.vue') },
  ],
  scrollBehavior(to, _from, saved) {
    if (saved) return saved;
    return to.hash ? { el: to.hash, top: 12, behavior: 'smooth' } : { top: 0 };
  },
});

// A frame shows one thing; the rest of the shop opens beside the page that it stands in.
if (isEmbedded)
  router.beforeEach((to) => {
    if (to.name === 'embed') return true;
    window.open(router.resolve(to).href, '_blank', 'noopener');
    return false;
  });
