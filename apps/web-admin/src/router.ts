import type { Role } from '@vitrine/protocol';
import { createRouter, createWebHistory } from 'vue-router';
import { useSession } from './composables/use-session.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Whether it is shown to who has not signed in. */
    open?: true;
    /** Who of the staff it is for; everyone when left out. */
    roles?: readonly Role[];
  }
}

export const router = createRouter({
  history: createWebHistory('/admin/'),
  routes: [
    { path: '/setup', name: 'setup', meta: { open: true }, component: () => import('./pages/SetupPage.vue') },
    { path: '/sign-in', name: 'sign-in', meta: { open: true }, component: () => import('./pages/SignInPage.vue') },
    { path: '/invitation', name: 'invitation', meta: { open: true }, component: () => import('./pages/InvitationPage.vue') },
    { path: '/forgot-password', name: 'forgot-password', meta: { open: true }, component: () => import('./pages/ForgotPasswordPage.vue') },
    { path: '/reset-password', name: 'reset-password', meta: { open: true }, component: () => import('./pages/ResetPasswordPage.vue') },
    { path: '/no-access', name: 'no-access', meta: { open: true }, component: () => import('./pages/NoAccessPage.vue') },
    { path: '/unreachable', name: 'unreachable', meta: { open: true }, component: () => import('./pages/UnreachablePage.vue') },
    { path: '/', name: 'overview', component: () => import('./pages/OverviewPage.vue') },
    { path: '/shows', name: 'shows', component: () => import('./pages/ShowsPage.vue') },
    { path: '/shows/:id', name: 'show', component: () => import('./pages/ShowPage.vue'), props: true },
    { path: '/shows/:id/analytics', name: 'analytics', component: () => import('./pages/AnalyticsPage.vue'), props: true },
    { path: '/products', name: 'products', component: () => import('./pages/ProductsPage.vue') },
    { path: '/orders', name: 'orders', component: () => import('./pages/OrdersPage.vue') },
    {
      path: '/moderation',
      name: 'moderation',
      meta: { roles: ['admin', 'moderator'] },
      component: () => import('./pages/ModerationPage.vue'),
    },
    { path: '/people', name: 'people', meta: { roles: ['admin'] }, component: () => import('./pages/PeoplePage.vue') },
    { path: '/settings', name: 'settings', meta: { roles: ['admin'] }, component: () => import('./pages/SettingsPage.vue') },
    { path: '/audit', name: 'audit', meta: { roles: ['admin'] }, component: () => import('./pages/AuditPage.vue') },
    { path: '/:rest(.*)*', name: 'not-found', component: () => import('./pages/NotFoundPage.vue') },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

/** Everything but the doors is for the shop's staff. The server decides again, per request. */
router.beforeEach(async (to) => {
  if (to.meta.open) return true;
  const { known, isStaff } = useSession();
  try {
    const { account } = await known();
    if (!account) return { name: 'sign-in', query: { back: to.fullPath } };
    if (!isStaff.value) return { name: 'no-access' };
    return !to.meta.roles || to.meta.roles.includes(account.role) ? true : { name: 'overview' };
  } catch {
    return { name: 'unreachable', query: { back: to.fullPath } };
  }
});
