import type { Role } from '@vitrine/protocol';
import { nextTick } from 'vue';
import { createRouter, createWebHistory, START_LOCATION } from 'vue-router';
import { onTurnedAway } from './composables/server/api.ts';
import { whenReached } from './composables/server/use-reach.ts';
import { useSession } from './composables/server/use-session.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Whether it is shown to who has not signed in. */
    open?: true;
    /** Who of the staff it is for; everyone when left out. */
    roles?: readonly Role[];
  }
}

/** Fetched with the app: when it is wanted nothing can be fetched. */
const unreachablePage = import('./pages/UnreachablePage.vue');
unreachablePage.catch(() => undefined);

export const router = createRouter({
  history: createWebHistory('/admin/'),
  routes: [
    { path: '/setup', name: 'setup', meta: { open: true }, component: () => import('./pages/SetupPage.vue') },
    { path: '/sign-in', name: 'sign-in', meta: { open: true }, component: () => import('./pages/SignInPage.vue') },
    { path: '/invitation', name: 'invitation', meta: { open: true }, component: () => import('./pages/InvitationPage.vue') },
    { path: '/forgot-password', name: 'forgot-password', meta: { open: true }, component: () => import('./pages/ForgotPasswordPage.vue') },
    { path: '/reset-password', name: 'reset-password', meta: { open: true }, component: () => import('./pages/ResetPasswordPage.vue') },
    { path: '/no-access', name: 'no-access', meta: { open: true }, component: () => import('./pages/NoAccessPage.vue') },
    { path: '/unreachable', name: 'unreachable', meta: { open: true }, component: () => unreachablePage },
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

/** A page whose code does not come (no network, or the shop was brought up to date meanwhile) is opened afresh once the server answers. */
let isWantedNoMore = (): void => undefined;
router.onError((_problem, to, from) => {
  isWantedNoMore();
  if (to.name === 'unreachable') return;
  if (from === START_LOCATION) void router.replace({ name: 'unreachable', query: { back: to.fullPath } });
  else isWantedNoMore = whenReached(() => location.assign(router.resolve(to.fullPath).href));
});
router.afterEach(async (to, from) => {
  isWantedNoMore();
  // What was pressed has gone with its page: the keyboard goes on in the new one.
  if (from === START_LOCATION || to.path === from.path) return;
  await nextTick();
  if (document.activeElement === document.body) document.getElementById('page')?.focus({ preventScroll: true });
});

/** A session that has ended leads back through the door; from a show on air, or from what is being written, nobody is torn away. */
onTurnedAway(() => {
  const { account, forget } = useSession();
  const { fullPath, meta, name } = router.currentRoute.value;
  if (!account.value || meta.open || name === 'show' || document.querySelector('[role=dialog]')) return;
  forget();
  void router.push({ name: 'sign-in', query: { back: fullPath, ended: '1' } });
});
