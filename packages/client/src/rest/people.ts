import type {
  InvitationAcceptance,
  InvitationInput,
  InvitationList,
  NewInvitation,
  Person,
  PersonPatch,
  PersonRequest,
  SessionAnswer,
} from '@vitrine/protocol';
import type { CallOptions, Input, ListPage, Request } from './call.ts';

/** The shop's people, for its admins, and how one becomes one of them. */
export function peopleCalls(request: Request) {
  return {
    acceptInvitation: (input: Input<InvitationAcceptance, 'token' | 'name' | 'password'>, call: CallOptions = {}) =>
      request<SessionAnswer>('POST', '/auth/invitation', { ...call, body: input }),
    listPeople: (query: Omit<PersonRequest, 'limit'> & { limit?: number } = {}, call: CallOptions = {}) =>
      request<ListPage<Person>>('GET', '/people', { ...call, query }),
    changePerson: (id: string, patch: PersonPatch, call: CallOptions = {}) =>
      request<Person>('PATCH', `/people/${encodeURIComponent(id)}`, { ...call, body: patch }),
    invite: (input: InvitationInput, call: CallOptions = {}) => request<NewInvitation>('POST', '/invitations', { ...call, body: input }),
    listInvitations: (call: CallOptions = {}) => request<InvitationList>('GET', '/invitations', call),
    revokeInvitation: (id: string, call: CallOptions = {}) => request<void>('DELETE', `/invitations/${encodeURIComponent(id)}`, call),
  };
}
