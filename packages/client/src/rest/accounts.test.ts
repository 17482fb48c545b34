import { expect, it } from 'vitest';
import { createApi } from './api.ts';

it('asks for what people do with their accounts, and admins with the people, as the server has it', async () => {
  const calls: string[] = [];
  const api = createApi({
    baseUrl: '',
    fetch: async (url, init = {}) => {
      calls.push(`${init.method} ${String(url)} ${init.body ?? ''}`.trim());
      return new Response(null, { status: 204 });
    },
  });
  const [name, email, password, token] = ['Mira', 'mira@mail.example', 'seven green bottles', 'once'];
  await api.signUp({ name, email, password, viewerToken: 'v1.viewer' });
  await api.acceptInvitation({ token, name, password });
  await api.signOutEverywhere();
  await api.listSessions();
  await api.endSession('s/1');
  await api.changePassword({ current: 'old', password });
  await api.requestPasswordReset({ email });
  await api.resetPassword({ token, password });
  await api.changeAccount({ name });
  await api.deleteAccount({ password });
  await api.deleteAccount();
  await api.listPeople({ role: 'admin,host', limit: 5 });
  await api.changePerson('p', { role: 'host' });
  await api.invite({ email, role: 'moderator' });
  await api.listInvitations();
  await api.revokeInvitation('i');
  expect(calls).toEqual([
    'POST /auth/sign-up {"name":"Mira","email":"mira@mail.example","password":"seven green bottles","viewerToken":"v1.viewer"}',
    'POST /auth/invitation {"token":"once","name":"Mira","password":"seven green bottles"}',
    'POST /auth/sign-out-everywhere',
    'GET /auth/sessions',
    'DELETE /auth/sessions/s%2F1',
    'POST /auth/password {"current":"old","password":"seven green bottles"}',
    'POST /auth/password-reset {"email":"mira@mail.example"}',
    'POST /auth/password-reset/complete {"token":"once","password":"seven green bottles"}',
    'PATCH /auth/account {"name":"Mira"}',
    'DELETE /auth/account {"password":"seven green bottles"}',
    'DELETE /auth/account {}',
    'GET /people?role=admin%2Chost&limit=5',
    'PATCH /people/p {"role":"host"}',
    'POST /invitations {"email":"mira@mail.example","role":"moderator"}',
    'GET /invitations',
    'DELETE /invitations/i',
  ]);
});
