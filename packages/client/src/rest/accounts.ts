import type {
  Account,
  AccountDeletion,
  AccountPatch,
  PasswordChange,
  PasswordReset,
  PasswordResetRequest,
  SessionAnswer,
  SessionList,
  SignUpInput,
} from '@vitrine/protocol';
import type { CallOptions, Input, Request } from './call.ts';

/** One's own account. */
export function accountCalls(request: Request) {
  return {
    signUp: (input: Input<SignUpInput, 'name' | 'email' | 'password'>, call: CallOptions = {}) =>
      request<SessionAnswer>('POST', '/auth/sign-up', { ...call, body: input }),
    signOutEverywhere: (call: CallOptions = {}) => request<void>('POST', '/auth/sign-out-everywhere', call),
    listSessions: (call: CallOptions = {}) => request<SessionList>('GET', '/auth/sessions', call),
    endSession: (id: string, call: CallOptions = {}) => request<void>('DELETE', `/auth/sessions/${encodeURIComponent(id)}`, call),
    changePassword: (input: PasswordChange, call: CallOptions = {}) => request<void>('POST', '/auth/password', { ...call, body: input }),
    requestPasswordReset: (input: PasswordResetRequest, call: CallOptions = {}) =>
      request<void>('POST', '/auth/password-reset', { ...call, body: input }),
    resetPassword: (input: Input<PasswordReset, 'token' | 'password'>, call: CallOptions = {}) =>
      request<SessionAnswer>('POST', '/auth/password-reset/complete', { ...call, body: input }),
    changeAccount: (patch: AccountPatch, call: CallOptions = {}) => request<Account>('PATCH', '/auth/account', { ...call, body: patch }),
    deleteAccount: (input: AccountDeletion = {}, call: CallOptions = {}) =>
      request<void>('DELETE', '/auth/account', { ...call, body: input }),
  };
}
