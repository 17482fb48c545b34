import { type Logger, pino } from 'pino';

/** JSON lines on stdout; readable ones on a terminal. */
export async function createLogger(level: string, onTerminal: boolean): Promise<Logger> {
  if (!onTerminal) return pino({ level, base: null });
  // Only here: a server behind a log shipper never loads it.
  const { default: pretty } = await import('pino-pretty');
  return pino(
    { level, base: null },
    pretty({
      colorize: true,
      translateTime: 'SYS:HH:MM:ss',
      ignore: 'req,res,responseTime',
      sync: true,
      messageFormat: '{msg} {req.method} {req.path} {res.status}',
    }),
  );
}
