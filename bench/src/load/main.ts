import type { LoadCommands } from './commands.ts';
import { Crowd } from './crowd.ts';
import { sendRequests } from './requests.ts';
import { Senders } from './senders.ts';
import { serve } from './serve.ts';

const crowd = new Crowd();
const senders = new Senders();
let marked = { cpu: process.cpuUsage(), at: performance.now() };

serve<LoadCommands>({
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
});
