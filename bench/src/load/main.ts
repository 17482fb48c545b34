import type { LoadCommand, LoadCommands } from './commands.ts';
import { Crowd } from './crowd.ts';
import { sendRequests } from './requests.ts';
import { Senders } from './senders.ts';

/** A load process: does what the bench asks over the channel, one command at a time or several at once. */
type Handlers = { [C in LoadCommand]: (input: LoadCommands[C]['input']) => Promise<LoadCommands[C]['output']> };

const crowd = new Crowd();
const senders = new Senders();
let marked = { cpu: process.cpuUsage(), at: performance.now() };

const handlers: Handlers = {
  async gather({ target, count, firstSocket, tokens }) {
    await crowd.gather(target, count, firstSocket, tokens);
    return undefined;
  },
  async mark({ withLatency }) {
    crowd.mark(withLatency);
    marked = { cpu: process.cpuUsage(), at: performance.now() };
    return undefined;
  },
  async read() {
    const { user, system } = process.cpuUsage(marked.cpu);
    return { ...crowd.read(), core: (user + system) / 1000 / (performance.now() - marked.at) };
  },
  storm: () => crowd.storm(),
  comeBack: () => crowd.comeBack(),
  reached: ({ offset, within }) => crowd.reached(offset, within),
  async leave() {
    crowd.leave();
    senders.leave();
    return undefined;
  },
  async joinSenders({ target, tokens, firstSocket }) {
    await senders.join(target, tokens, firstSocket);
    return undefined;
  },
  async startSending({ rate, burst }) {
    senders.start(rate, burst);
    return undefined;
  },
  stopSending: () => senders.stop(),
  counts: async () => senders.counts(),
  http: (job) => sendRequests(job),
};

interface Request {
  id: number;
  command: LoadCommand;
  input: unknown;
}
process.on('message', (message) => {
  // Both ends are ours, and typed by the same table.
  const { id, command, input } = message as Request;
  const handle = handlers[command] as (input: unknown) => Promise<unknown>;
  handle(input).then(
    (output) => process.send?.({ id, output }),
    (error: unknown) => process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
