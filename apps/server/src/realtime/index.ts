import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CLOSE, LIMITS, RATES } from '@vitrine/protocol';
import type { Logger } from 'pino';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Config } from '../config.ts';
import type { Services } from '../domain/services.ts';
import type { Clock } from '../ports/clock.ts';
import type { SocketFigures } from '../ports/metrics.ts';
import { Connection } from './connection.ts';
import { PING_FRAME } from './frame.ts';
import type { SessionContext } from './handlers/handler.ts';
import { closeHidden } from './hidden.ts';
import { Hub } from './hub.ts';
import { REALTIME_LIMITS, type RealtimeLimits } from './limits.ts';
import { Lobby } from './lobby.ts';
import { Registry } from './registry.ts';
import { followBans } from './restrictions.ts';
import { RoomNews } from './room-news.ts';
import { receive } from './session.ts';
import { followStandings } from './standings.ts';
import { Tally } from './tally.ts';
import { inTurns } from './turns.ts';
import { admit, refuseUpgrade } from './upgrade.ts';

export interface Realtime {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Accepts nobody any more and tells everyone to come back. Resolves when all have gone, within a bounded time. */
  drain(): Promise<void>;
  stats(): SocketFigures;
}
export interface RealtimeParts {
  config: Config;
  services: Services;
  logger: Logger;
  clock: Clock;
  /** Other bounds, for tests. */
  limits?: Partial<RealtimeLimits>;
}

/** Where a socket's shared listeners find what belongs to it. */
class ViewerSocket extends WebSocket {
  connection: Connection | null = null;
}

/** The WebSocket manager at `/ws`. */
export function createRealtime({ config, services, logger, clock, ...given }: RealtimeParts): Realtime {
  const limits = { ...REALTIME_LIMITS, ...given.limits };
  const registry = new Registry(limits);
  const tally = new Tally();
  const context: SessionContext = {
    services,
    logger,
    clock,
    limits,
    registry,
    tally,
    hub: new Hub({ services, logger, clock, limits, tally }),
    lobby: new Lobby(services, limits),
  };
  const news = new RoomNews({ services, hub: context.hub, logger, limits });
  const stopFollowingBans = followBans(services, registry, limits);
  const stopClosingHidden = closeHidden(services, context.hub, limits);
  const stopFollowingStandings = followStandings(services, context.hub, limits);
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: LIMITS.socketMessageBytes,
    closeTimeout: limits.closeTimeout,
    WebSocket: ViewerSocket,
  };
  const sockets = new WebSocketServer(options);
  let isDraining = false;
  let drained: (() => void) | null = null;

  // One function for all sockets, not one each.
  function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
    if (this instanceof ViewerSocket && this.connection) receive(context, this.connection, data, isBinary);
  }
  function onPong(this: WebSocket): void {
    if (this instanceof ViewerSocket && this.connection) this.connection.silentBeats = 0;
  }
  function onClose(this: WebSocket): void {
    if (!(this instanceof ViewerSocket) || !this.connection) return;
    const { connection } = this;
    this.connection = null;
    context.hub.takeOut(connection);
    context.lobby.members.delete(connection);
    registry.remove(connection);
    if (registry.connections.size === 0) drained?.();
  }
  // `ws` closes the socket with the right code by itself (1009 for a message that is too large).
  function onError(): void {}

  const heartbeat = setInterval(() => {
    void inTurns(registry.connections, limits.socketsPerTurn, (connection) => {
      if (connection.silentBeats >= 2) {
        connection.terminate();
        return;
      }
      connection.silentBeats += 1;
      connection.violations >>= 1;
      connection.write(PING_FRAME);
    });
  }, limits.heartbeatInterval);
  const registerSweep = setInterval(() => {
    const latest = clock.monotonic() - limits.registerTimeout;
    for (const connection of registry.halfOpen) {
      // They stand in the order in which they came.
      if (connection.openedAt > latest) break;
      if (!connection.isBusy) connection.close(CLOSE.registerTimeout, 'register first');
    }
  }, limits.registerSweep);
  heartbeat.unref();
  registerSweep.unref();
  const stopListening = services.accounts.onSignedOut((sessionHash) => {
    for (const connection of registry.connections)
      if (connection.actor?.sessionHash === sessionHash) connection.close(CLOSE.signedOut, 'signed out');
  });

  return {
    handleUpgrade(request, socket, head) {
      const admitted = admit(request, config, registry, isDraining);
      if ('status' in admitted) {
        refuseUpgrade(socket, admitted);
        return;
      }
      sockets.handleUpgrade(request, socket, head, (opened) => {
        if (!(opened instanceof ViewerSocket)) return;
        opened.connection = new Connection(opened, admitted.address, admitted.cookieToken, clock.monotonic(), RATES.command.points);
        registry.add(opened.connection);
        opened.on('message', onMessage);
        opened.on('pong', onPong);
        opened.on('close', onClose);
        opened.on('error', onError);
      });
    },
    async drain() {
      if (isDraining) return;
      isDraining = true;
      clearInterval(heartbeat);
      clearInterval(registerSweep);
      stopListening();
      stopFollowingBans();
      stopFollowingStandings();
      stopClosingHidden();
      news.close();
      await inTurns(registry.connections, limits.socketsPerTurn, (connection) => connection.close(CLOSE.restart, 'restarting'));
      if (registry.connections.size > 0) await allGone();
      for (const connection of registry.connections) connection.terminate();
      context.lobby.close();
      context.hub.close();
    },
    stats: () => ({
      connections: registry.connections.size,
      registered: registry.connections.size - registry.halfOpen.size,
      lobby: context.lobby.members.size,
      rooms: context.hub.roomCount,
      ...tally,
    }),
  };

  function allGone(): Promise<void> {
    return new Promise((resolve) => {
      const limit = setTimeout(resolve, limits.drainTimeout);
      drained = () => {
        clearTimeout(limit);
        resolve();
      };
    });
  }
}
