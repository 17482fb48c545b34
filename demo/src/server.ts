import { freePort, ServerProcess } from '@vitrine/test-env';
import { demoEnvironment } from './environment.ts';

const PAST_CLOCK = new URL('./past-clock.mjs', import.meta.url).href;

export interface DemoServerOptions {
  dataDir: string;
  /** The clock of this server is so many ms behind. */
  behind?: number;
  /** 0 takes a free one. */
  port?: number;
  lan?: boolean;
}

/** A whole server of its own over the demo's folder, told nothing of what this process was given. */
export async function startServer({ dataDir, behind = 0, port = 0, lan = false }: DemoServerOptions): Promise<ServerProcess> {
  const given = String(port === 0 ? await freePort() : port);
  return ServerProcess.start({
    dataDir,
    args: lan ? ['--lan'] : [],
    execArgv: [],
    env: demoEnvironment(process.env, {
      SHOP_NAME: 'Maison Lumen',
      LOG_LEVEL: 'error',
      TRUST_PROXY: '1',
      PORT: given,
      DATA_DIR: dataDir,
      ...(lan ? { HOST: '', NODE_URL: '' } : { HOST: '127.0.0.1', NODE_URL: `http://127.0.0.1:${given}` }),
      // By the environment it reaches the media process too, which dates the recording.
      ...(behind === 0 ? {} : { DEMO_CLOCK_BEHIND: String(behind), NODE_OPTIONS: `--import ${PAST_CLOCK}` }),
    }),
  });
}
