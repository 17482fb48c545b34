import { type LogDescriptor, type Logger, pino } from 'pino';
import type { PrettyOptions } from 'pino-pretty';

/** JSON lines on stdout; readable ones on a terminal. */
export async function createLogger(level: string, onTerminal: boolean): Promise<Logger> {
  if (!onTerminal) return pino({ level, base: null });
  // Only here: a server behind a log shipper never loads it.
  const { default: pretty } = await import('pino-pretty');
  return pino({ level, base: null }, pretty({ ...PRETTY, messageFormat }));
}

const PRETTY: PrettyOptions = {
  colorize: true,
  translateTime: 'SYS:HH:MM:ss',
  ignore: 'req,res,responseTime',
  singleLine: true,
  sync: true,
};

/** A request's line says on a terminal what was asked and answered; what pino-http calls it says nothing more. */
function messageFormat(line: LogDescriptor, messageKey: string): string {
  const { req, res, responseTime } = line as { req?: { method: string; path: string }; res?: { status: number }; responseTime?: number };
  return req && res ? `${req.method} ${req.path} ${res.status} (${responseTime} ms)` : String(line[messageKey] ?? '');
}
