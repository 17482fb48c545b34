import { act, fireEvent, screen, waitFor } from '@testing-library/react-native';
import { AT, history, line, product, registered, STREAM, VIEWER } from '@vitrine/client/testing';
import { detailOf, FakeShop } from '@vitrine/mobile-kit/testing';
import type { LivestreamSettings, ServerEvent } from '@vitrine/protocol';
import { WatchScreen } from '../src/watch/WatchScreen.tsx';
import { greet, show, sockets, standSockets } from './stand.tsx';

const VASE = product('d'.repeat(24), { title: 'Dune vase' });
const SHOW = `/livestreams/${STREAM}`;
const QUESTION = {
  _id: 'q1',
  streamId: STREAM,
  viewerId: 'noor',
  username: 'Noor',
  text: 'Is it glazed inside?',
  productId: null,
  upvotes: 4,
  voted: false,
  state: 'open',
  answer: null,
  createdAt: AT,
};
const settings = (more: Partial<LivestreamSettings>): ServerEvent => ({
  type: 'settings_updated',
  data: { streamId: STREAM, offset: 9, settings: { ...detailOf(STREAM, []).settings, ...more } },
});

let shop: FakeShop;
beforeEach(() => {
  standSockets();
  shop = new FakeShop();
  shop.knows('guest', 'Amir');
  shop.answer(`GET ${SHOW}`, detailOf(STREAM, [VASE]));
  shop.answer(`GET ${SHOW}/questions`, { items: [QUESTION] });
});
afterEach(() => jest.useRealTimers());

async function watching(...events: ServerEvent[]) {
  show(shop, <WatchScreen id={STREAM} />);
  await waitFor(() => expect(sockets.length).toBe(1));
  return greet([VASE], ...events);
}
const SAID = history({
  messages: [
    line(1, { username: 'Noor', message: '@Clara look at the foot' }),
    line(2, { username: 'Inès', message: 'Yes, glazed inside', isAdmin: true }),
    line(3, { viewerId: VIEWER, username: 'Clara', message: 'lovely' }),
  ],
});

test('what somebody said can be answered by name or reported; one’s own and the shop’s can’t be reported', async () => {
  shop.answer(`POST ${SHOW}/chat/1/reports`, null, 204);
  await watching(SAID);
  expect(screen.getByText(/Shop/)).toBeTruthy();
  fireEvent.press(screen.getByText('@Clara look at the foot'));
  fireEvent.press(screen.getByRole('button', { name: 'Write to Noor' }));
  expect(screen.getByDisplayValue('@Noor ')).toBeTruthy();
  fireEvent.press(screen.getByText('@Clara look at the foot'));
  fireEvent.press(screen.getByRole('button', { name: 'Report what Noor wrote' }));
  await screen.findByText('Thank you. A moderator looks at it.');
  fireEvent.press(screen.getByText('lovely'));
  expect(screen.queryByRole('button', { name: /^Report/ })).toBeNull();
  fireEvent.press(screen.getByText('Yes, glazed inside'));
  expect(screen.getByRole('button', { name: 'Write to Inès' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Report/ })).toBeNull();
});

test('who speaks for the shop is named by the part they play', async () => {
  await watching(
    history({
      messages: [
        line(1, { username: 'Elodie', message: 'Welcome', isAdmin: true, role: 'host' }),
        line(2, { username: 'Milo', message: 'Please be kind', isAdmin: true, role: 'moderator' }),
        line(3, { username: 'Noor', message: 'I am a customer' }),
      ],
    }),
  );
  expect(screen.getByText(/Elodie\s+Host\s+Welcome/)).toBeTruthy();
  expect(screen.getByText(/Milo\s+Moderator\s+Please be kind/)).toBeTruthy();
  expect(screen.getByText(/^Noor\s+I am a customer$/)).toBeTruthy();
});

test('a message that the shop pins stands over the chat, and goes when it is taken back', async () => {
  const socket = await watching(SAID);
  await act(async () =>
    socket.hear({
      type: 'message_pinned',
      data: { streamId: STREAM, offset: 4, message: line(2, { message: 'Orders leave tomorrow' }) },
    } as never),
  );
  expect(screen.getAllByLabelText(/^Pinned by the shop: .*Orders leave tomorrow/).length).toBe(1);
  await act(async () => socket.hear({ type: 'message_pinned', data: { streamId: STREAM, offset: 5, message: null } } as never));
  expect(screen.queryAllByLabelText(/^Pinned by the shop/)).toHaveLength(0);
});

test('a message that is deleted goes', async () => {
  const socket = await watching(SAID);
  await act(async () => socket.hear({ type: 'message_deleted', data: { streamId: STREAM, offset: 4, deletedOffset: 1 } } as never));
  expect(screen.queryByText('@Clara look at the foot')).toBeNull();
});

test.each([
  [settings({ chatMode: 'staff' }), 'Only the shop writes here now'],
  [settings({ chatMode: 'accounts' }), 'Only who has an account writes here now'],
  [{ type: 'chat_restricted', data: { streamId: STREAM, until: null, reason: '' } } as never, 'A moderator has closed the chat for you'],
])('who may not write reads why, and still reads along', async (event, words) => {
  await watching(SAID, event);
  expect(screen.getByPlaceholderText(words).props.editable).toBe(false);
  expect(screen.getByText('lovely')).toBeTruthy();
});

test('a message that was refused says so, and is sent again', async () => {
  const socket = await watching();
  fireEvent.changeText(screen.getByPlaceholderText('Say something'), 'good evening');
  fireEvent.press(screen.getByRole('button', { name: 'Send' }));
  const [sent] = socket.sentOf('chat_message');
  const { id } = sent as { id: string };
  await act(async () => socket.hear({ type: 'error', data: { id, code: 'rate_limited', message: 'Too fast', retryable: false } } as never));
  fireEvent.press(await screen.findByRole('button', { name: /Not sent/ }));
  await waitFor(() => expect(socket.sentOf('chat_message')).toHaveLength(2));
});

test('questions are read, asked, voted for and answered', async () => {
  shop.answer(`POST ${SHOW}/questions`, { ...QUESTION, _id: 'q2', username: 'Amir', text: 'How tall is it?', upvotes: 0 });
  shop.answer(`PUT ${SHOW}/questions/q1/vote`, { ...QUESTION, upvotes: 5, voted: true });
  const socket = await watching();
  fireEvent.press(screen.getByRole('button', { name: 'Questions' }));
  await screen.findByText('Is it glazed inside?');
  fireEvent.press(screen.getByRole('button', { name: 'I want to know that too. So far 4' }));
  await screen.findByRole('button', { name: 'I want to know that too. So far 5', selected: true });
  fireEvent.changeText(screen.getByLabelText('Ask the host'), 'How tall is it?');
  fireEvent.press(screen.getByRole('button', { name: 'Ask' }));
  await screen.findByText('Amir asks');
  await act(async () =>
    socket.hear({ type: 'question_answered', data: { streamId: STREAM, offset: 3, questionId: 'q1', answer: 'Yes, and out.' } } as never),
  );
  expect(screen.getByText('Yes, and out.')).toBeTruthy();
  shop.refuse(`POST ${SHOW}/questions`, 503, 'storage_unavailable');
  fireEvent.changeText(screen.getByLabelText('Ask the host'), 'And how heavy?');
  fireEvent.press(screen.getByRole('button', { name: 'Ask' }));
  await screen.findByText('Your question was not sent. Try again.');
});

test('who only watched gives a name before the first question', async () => {
  shop.answer('GET /auth/session', { account: null, needsSetup: false, shop: { name: 'Maison Lumen', currency: 'EUR' } });
  shop.answer('POST /auth/guest', {
    account: { _id: 'e'.repeat(24), role: 'guest', name: 'Amir' },
    token: 'new',
    needsSetup: false,
    shop: { name: 'Maison Lumen', currency: 'EUR' },
  });
  shop.answer(`POST ${SHOW}/questions`, { ...QUESTION, _id: 'q2', username: 'Amir', text: 'How tall is it?', upvotes: 0 });
  await watching(registered({ username: null, role: 'viewer' }));
  fireEvent.press(screen.getByRole('button', { name: 'Questions' }));
  fireEvent.changeText(await screen.findByLabelText('Ask the host'), 'How tall is it?');
  fireEvent.press(screen.getByRole('button', { name: 'Ask' }));
  fireEvent.changeText(await screen.findByLabelText('Name'), 'Amir');
  fireEvent.press(screen.getByRole('button', { name: 'Join the chat' }));
  await waitFor(() =>
    expect(shop.asked.find(({ method, path }) => method === 'POST' && path === `${SHOW}/questions`)?.token).toBe('Bearer new'),
  );
});

// The last: React's own scheduler does not get over clocks that were held.
test('slow mode counts down after what one wrote; what is typed meanwhile waits', async () => {
  const socket = await watching(settings({ slowMode: 10 }));
  jest.useFakeTimers();
  fireEvent.changeText(screen.getByPlaceholderText('Say something'), 'good evening');
  fireEvent.press(screen.getByRole('button', { name: 'Send' }));
  const field = screen.getByPlaceholderText('Slow mode: wait 10 s');
  await act(async () => {
    await jest.advanceTimersByTimeAsync(4_000);
  });
  fireEvent.changeText(screen.getByPlaceholderText('Slow mode: wait 6 s'), 'and again');
  fireEvent(field, 'submitEditing');
  expect(socket.sentOf('chat_message')).toHaveLength(1);
  await act(async () => {
    await jest.advanceTimersByTimeAsync(6_000);
  });
  fireEvent.press(screen.getByRole('button', { name: 'Send' }));
  expect(socket.sentOf('chat_message')).toHaveLength(2);
});
