import { CLOSE, ClientEvent, ClientEventData, CommandId, RATES } from '@vitrine/protocol';
import type { RawData } from 'ws';
import { DomainError } from '../domain/errors.ts';
import type { Connection } from './connection.ts';
import { chatMessage } from './handlers/chat-message.ts';
import type { Outcome, SessionContext } from './handlers/handler.ts';
import { leave } from './handlers/leave.ts';
import { ping } from './handlers/ping.ts';
import { pinnedProductsUpdated } from './handlers/pinned-products-updated.ts';
import { playbackReport } from './handlers/playback-report.ts';
import { productClicked } from './handlers/product-clicked.ts';
import { productSeen } from './handlers/product-seen.ts';
import { register } from './handlers/register.ts';
import { registerAdmin } from './handlers/register-admin.ts';
import { startStream } from './handlers/start-stream.ts';
import { stopStream } from './handlers/stop-stream.ts';
import { toggleLike } from './handlers/toggle-like.ts';

/** Takes a frame as it comes. Commands of one connection run one after the other; another connection's never wait for them. */
export function receive(context: SessionContext, connection: Connection, data: RawData, isBinary: boolean): void {
  if (!connection.isOpen) return;
  connection.silentBeats = 0;
  context.tally.received += 1;
  if (isBinary) {
    connection.close(CLOSE.unsupportedData, 'text frames only');
    return;
  }
  if (!connection.isBusy) {
    void run(context, connection, data);
    return;
  }
  connection.waiting ??= [];
  if (connection.waiting.length < context.limits.waitingCommands) connection.waiting.push(data);
  else refuse(context, connection, readId(parse(data)), new DomainError('rate_limited', 'Too many commands at once.', { retryAfter: 1 }));
}

async function run(context: SessionContext, connection: Connection, first: RawData): Promise<void> {
  connection.isBusy = true;
  for (let data: RawData | undefined = first; data && connection.isOpen; data = connection.waiting?.shift()) {
    await answer(context, connection, data);
  }
  // An idle connection keeps no queue.
  connection.waiting = null;
  connection.isBusy = false;
}

async function answer(context: SessionContext, connection: Connection, data: RawData): Promise<void> {
  const frame = parse(data);
  const id = readId(frame);
  try {
    takeFrameToken(context, connection);
    const event = understand(frame);
    const outcome = await dispatch(context, connection, event);
    if (event.id !== undefined) connection.send({ type: 'ack', data: { id: event.id, ...pick(outcome) } });
  } catch (error) {
    refuse(context, connection, id, error);
  }
}

/** What the ack may carry, whatever else a service has answered. */
const pick = ({ held, offset, liked, likes }: Outcome): Outcome => ({
  ...(held !== undefined && { held }),
  ...(offset !== undefined && { offset }),
  ...(liked !== undefined && { liked }),
  ...(likes !== undefined && { likes }),
});

/** undefined when it is not JSON. */
function parse(data: RawData): unknown {
  try {
    return JSON.parse(data.toString());
  } catch {
    return undefined;
  }
}
function readId(frame: unknown): string | undefined {
  const id = typeof frame === 'object' && frame !== null && 'id' in frame ? CommandId.safeParse(frame.id) : null;
  return id?.success ? id.data : undefined;
}

/** @throws DomainError `bad_frame`, `unknown_event` or `invalid`. */
function understand(frame: unknown): ClientEvent {
  if (typeof frame !== 'object' || frame === null || !('type' in frame) || typeof frame.type !== 'string')
    throw new DomainError('bad_frame', 'A frame is a JSON object { type, id?, data }.');
  if (!Object.hasOwn(ClientEventData, frame.type)) throw new DomainError('unknown_event', 'There is no event of this type.');
  const event = ClientEvent.safeParse(frame);
  if (event.success) return event.data;
  const issue = event.error.issues[0];
  throw new DomainError('invalid', `${issue?.path.join('.') || 'frame'}: ${issue?.message ?? 'not as expected'}`);
}

function takeFrameToken({ clock }: SessionContext, connection: Connection): void {
  const { points, seconds } = RATES.command;
  const now = clock.monotonic();
  const refilled = ((now - connection.frameTokensAt) / 1000) * (points / seconds);
  connection.frameTokens = Math.min(points, connection.frameTokens + refilled);
  connection.frameTokensAt = now;
  if (connection.frameTokens < 1) throw new DomainError('rate_limited', 'Too many commands.', { retryAfter: 1 });
  connection.frameTokens -= 1;
}

function dispatch(context: SessionContext, connection: Connection, event: ClientEvent): Promise<Outcome> {
  switch (event.type) {
    case 'register':
      return register(context, connection, event);
    case 'register_admin':
      return registerAdmin(context, connection, event);
    case 'chat_message':
      return chatMessage(context, connection, event);
    case 'toggle_like':
      return toggleLike(context, connection, event);
    case 'start_stream':
      return startStream(context, connection, event);
    case 'stop_stream':
      return stopStream(context, connection, event);
    case 'pinned_products_updated':
      return pinnedProductsUpdated(context, connection, event);
    case 'ping':
      return ping(context, connection, event);
    case 'leave':
      return leave(context, connection, event);
    case 'product_seen':
      return productSeen(context, connection, event);
    case 'product_clicked':
      return productClicked(context, connection, event);
    case 'playback_report':
      return playbackReport(context, connection, event);
  }
}

/** Codes that only a broken or hostile client runs into again and again. */
const VIOLATIONS: ReadonlySet<string> = new Set([
  'bad_frame',
  'unknown_event',
  'invalid',
  'not_registered',
  'rate_limited',
  'unauthenticated',
]);

/** Says what was wrong. The connection stays, until it was too often. */
function refuse({ logger, limits }: SessionContext, connection: Connection, id: string | undefined, error: unknown): void {
  const known = error instanceof DomainError ? error : new DomainError('internal', 'Something went wrong here. Try again.');
  if (known !== error) logger.error({ err: error }, 'a command failed');
  connection.send({
    type: 'error',
    data: {
      ...(id !== undefined && { id }),
      code: known.code,
      message: known.message,
      ...(known.retryAfter !== undefined && { retryAfter: known.retryAfter }),
    },
  });
  if (!VIOLATIONS.has(known.code)) return;
  connection.violations += 1;
  if (connection.violations < limits.violations) return;
  if (known.code === 'rate_limited') connection.close(CLOSE.rateLimited, 'too many commands');
  else connection.close(CLOSE.policy, 'too many refused frames');
}
