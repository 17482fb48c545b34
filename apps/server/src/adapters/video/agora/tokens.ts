import type { VideoRole } from '@vitrine/protocol';
import agoraToken from 'agora-token';
import { TOKEN_LIFETIME } from './limits.ts';

// A CommonJS package whose names Node does not find by itself.
const { RtcRole, RtcTokenBuilder } = agoraToken;

export interface TokenRequest {
  channel: string;
  uid: number;
  role: VideoRole;
}
export interface AgoraApp {
  appId: string;
  /** Signs the tokens; never leaves the server. */
  appCertificate: string;
}

/** Makes the tokens with which a client joins one channel, as one uid, to publish or only to watch. */
export class RtcTokens {
  readonly #app: AgoraApp;

  /** @throws Error for an app id or a certificate that Agora's builder would answer with an empty token. */
  constructor(app: AgoraApp) {
    this.#app = app;
    this.issue({ channel: 'any', uid: 1, role: 'viewer' });
  }

  /** The token, and how many seconds it is good for. */
  issue({ channel, uid, role }: TokenRequest): { token: string; lifetime: number } {
    const { appId, appCertificate } = this.#app;
    const lifetime = TOKEN_LIFETIME[role];
    const may = role === 'viewer' ? RtcRole.SUBSCRIBER : RtcRole.PUBLISHER;
    // Without the last argument the privileges would have no end of their own, and Agora would tell no client that they are about to expire.
    const token = RtcTokenBuilder.buildTokenWithUid(appId, appCertificate, channel, uid, may, lifetime, lifetime);
    if (token === '') throw new Error('Agora’s app id and certificate have 32 hexadecimal digits each; these have not');
    return { token, lifetime };
  }
}
