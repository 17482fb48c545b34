import type { VideoCredentials } from '@vitrine/protocol';
import type { Timers } from '../../timers.ts';
import type { AgoraClient } from './sdk.ts';

export type AgoraCredentials = Extract<VideoCredentials, { provider: 'agora' }>;
/** Asks for a token with which the same uid may stay. */
export type RenewCredentials = (uid: number) => Promise<VideoCredentials>;

/** Why a channel was left that we had not wanted to leave. */
export class ChannelLost extends Error {
  override readonly name = 'ChannelLost';
  /** Agora's word for it: `UID_CONFLICT`, `UID_BANNED`, `CHANNEL_BANNED`, `NETWORK_ERROR`, `TOKEN_EXPIRE` and others. */
  readonly reason: string;
  constructor(reason: string) {
    super(`Agora has ended the connection: ${reason}`);
    this.reason = reason;
  }
}

export interface ConnectionParts {
  renew: RenewCredentials;
  timers: Timers;
  /** Called once, when the channel is lost. What is only shaken the SDK mends by itself. */
  onLost: (error: ChannelLost) => void;
}

/** How long to wait before asking again for a token that could not be had: Agora says 30 s before the end that it is near, in ms. */
const RENEW_AGAIN = 4_000;

/** What joining may take, in ms. */
const JOIN_WITHIN = 10_000;

/** Joins the channel of these credentials, and stays as long as fresh tokens are to be had. Gives the function that leaves. */
export async function joinChannel(
  client: AgoraClient,
  credentials: AgoraCredentials,
  parts: ConnectionParts,
): Promise<() => Promise<void>> {
  const { appId, channel, uid, token } = credentials;
  const { renew, timers, onLost } = parts;
  let hasLeft = false;
  let cancelRenewal = (): void => {};
  const renewToken = async (): Promise<void> => {
    if (hasLeft) return;
    try {
      const fresh = await renew(uid);
      if (hasLeft) return;
      // A token for another uid would put us out; Agora ends the connection with the old one, and a new connection takes it from there.
      if (fresh.provider === 'agora' && fresh.uid === uid && fresh.channel === channel) await client.renewToken(fresh.token);
    } catch {
      if (!hasLeft) cancelRenewal = timers.after(RENEW_AGAIN, () => void renewToken());
    }
  };
  const leave = async (): Promise<void> => {
    if (hasLeft) return;
    hasLeft = true;
    cancelRenewal();
    // One that is not connected any more has left already.
    await client.leave().catch(() => undefined);
  };
  client.on('token-privilege-will-expire', () => {
    cancelRenewal();
    void renewToken();
  });
  client.on('connection-state-change', (state, _, reason) => {
    if (state !== 'DISCONNECTED' || hasLeft) return;
    hasLeft = true;
    cancelRenewal();
    onLost(new ChannelLost(reason ?? 'NETWORK_ERROR'));
  });
  try {
    // The SDK itself tries for ever.
    await inTime(client.join(appId, channel, token, uid), JOIN_WITHIN, timers);
  } catch (error) {
    await leave();
    throw error;
  }
  return leave;
}

function inTime<Value>(promise: Promise<Value>, limit: number, timers: Timers): Promise<Value> {
  return new Promise((resolve, reject) => {
    const cancel = timers.after(limit, () => reject(new Error('Agora does not answer.')));
    promise.then(resolve, reject).finally(cancel);
  });
}
