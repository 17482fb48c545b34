import { networkInterfaces } from 'node:os';
import { type Config, ConfigError, type Environment, readConfig } from '../config.ts';
import { createLogger } from '../logger.ts';
import { systemClock } from '../ports/clock.ts';
import { VitrineServer } from '../server.ts';
import { greet } from './greeting.ts';
import { readLanConfig } from './lan.ts';
import { preflight } from './preflight.ts';
import { StartupError } from './startup-error.ts';

export interface LaunchOptions {
  environment: Environment;
  arguments: string[];
  workingDirectory: string;
  onTerminal: boolean;
}
export interface Launched {
  server: VitrineServer;
  url: string;
  /** The one-time token of the first admin; null once the shop is set up. */
  setupToken: string | null;
  /** What a person at the terminal is shown. */
  greeting: string;
}

/** From an environment to a server that listens. Rejects with what `reasonOf` can say in a line. */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const isLan = readArguments(options.arguments);
  const config = await configOf(options, isLan);
  await preflight(config);
  const logger = await createLogger(config.logLevel, options.onTerminal);
  const server = await VitrineServer.create(config, { logger });
  try {
    await server.start();
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
  logger.info({ url: server.url }, 'listening');
  const setupToken = await server.issueSetupToken();
  return { server, url: server.url, setupToken, greeting: await greet(server.config, server.url, setupToken, isLan) };
}

/** One line, without a stack: what went wrong, and for what we know, what to do. */
export function reasonOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof StartupError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `could not start: ${message.split('\n', 1)[0]}`;
}

function readArguments(given: string[]): boolean {
  const unknown = given.find((argument) => argument !== '--lan');
  if (unknown !== undefined) throw new StartupError(`${unknown}: there is no such option. The one there is: --lan.`);
  return given.includes('--lan');
}

function configOf({ environment, workingDirectory }: LaunchOptions, isLan: boolean): Config | Promise<Config> {
  if (!isLan) return readConfig(environment, workingDirectory);
  return readLanConfig(environment, workingDirectory, networkInterfaces(), systemClock.now());
}
