import type {
  Account,
  AccountDeletion,
  AccountPatch,
  InvitationAcceptance,
  InvitationInput,
  InvitationList,
  NewInvitation,
  PasswordChange,
  PasswordReset,
  PasswordResetRequest,
  Person,
  PersonPatch,
  PersonRequest,
  SessionAnswer,
  SessionList,
  SignUpInput,
} from '@vitrine/protocol';
import type { CallOptions, Input, ListPage, Request } from './call.ts';

/** One's own account, and the shop's people for its admins. */
export function accountCalls(request: Request) {
  return {
    signUp: (input: Input<SignUpInput, 'name' | 'email' | 'password'>, call: CallOptions = {}) =>
      request<SessionAnswer>('POST', '/auth/sign-up', { ...call, body: input }),
    acceptInvitation: (input: Input<InvitationAcceptance, 'token' | 'name' | 'password'>, call: CallOptions = {}) =>
      request<SessionAnswer>('POST', '/auth/invitation', { ...call, body: input }),
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

    listPeople: (query: Omit<PersonRequest, 'limit'> & { limit?: number } = {}, call: CallOptions = {}) =>
      request<ListPage<Person>>('GET', '/people', { ...call, query }),
    changePerson: (id: string, patch: PersonPatch, call: CallOptions = {}) =>
      request<Person>('PATCH', `/people/${encodeURIComponent(id)}`, { ...call, body: patch }),
    invite: (input: InvitationInput, call: CallOptions = {}) => request<NewInvitation>('POST', '/invitations', { ...call, body: input }),
    listInvitations: (call: CallOptions = {}) => request<InvitationList>('GET', '/invitations', call),
    revokeInvitation: (id: string, call: CallOptions = {}) => request<void>('DELETE', `/invitations/${encodeURIComponent(id)}`, call),
  };
}
