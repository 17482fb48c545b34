import { Histogram } from '../measure/histogram.ts';
import { loopbackAddress } from './addresses.ts';
import type { HttpJob, HttpOutcome, HttpRequest } from './commands.ts';
import { HttpConnection } from './http-connection.ts';

const WARM_UP: HttpRequest = { method: 'GET', path: '/healthz' };

/** Sends every connection's requests, all connections at once. With `milliseconds` they go round until the time is over. */
export async function sendRequests(job: HttpJob): Promise<HttpOutcome> {
  const statuses: Record<number, number> = {};
  const latency = new Histogram();
  const bodies: string[][] = job.requests.map(() => []);
  const connections = job.requests.map(
    (_, index) => new HttpConnection({ host: job.host, port: job.port, localAddress: loopbackAddress(job.firstSocket + index) }),
  );
  if (job.warmUp) await Promise.all(connections.map((connection) => connection.request(WARM_UP)));
  const startedAt = process.hrtime.bigint();
  const deadline = job.milliseconds === undefined ? null : performance.now() + job.milliseconds;
  const send = async (connection: HttpConnection, request: HttpRequest, index: number): Promise<void> => {
    const sent = performance.now();
    const { status, body } = await connection.request(request);
    latency.add(performance.now() - sent);
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (job.keepBodies) bodies[index]?.push(body.toString());
  };
  await Promise.all(
    connections.map(async (connection, index) => {
      const requests = job.requests[index] ?? [];
      do {
        for (const request of requests) {
          if (deadline !== null && performance.now() >= deadline) break;
          await send(connection, request, index);
        }
      } while (deadline !== null && performance.now() < deadline);
      connection.close();
    }),
  );
  return {
    statuses,
    latency: latency.toPairs(),
    startedAt: String(startedAt),
    endedAt: String(process.hrtime.bigint()),
    bodies: bodies.flat(),
  };
}
