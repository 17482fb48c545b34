import type { Offer } from './offer.ts';

/**
 * The offer that the native library is given in the peer's stead. It has one media line, so the library hands every packet of the
 * connection to one track and negotiates nothing: see decision 4.
 */
export function transportOffer(transport: Offer['transport']): string {
  return [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=sendrecv',
    'a=rtcp-mux',
    'a=rtpmap:96 VP8/90000',
    `a=ice-ufrag:${transport.ufrag}`,
    `a=ice-pwd:${transport.password}`,
    `a=fingerprint:${transport.fingerprint}`,
    `a=setup:${transport.setup === 'actpass' ? 'active' : transport.setup}`,
    '',
  ].join('\r\n');
}
