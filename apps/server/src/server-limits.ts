/** Bounds of the listening socket. Durations in milliseconds. */
export const SERVER_LIMITS = {
  /** Open connections, sockets of viewers among them. */
  connections: 50_000,
  /**
   * Connections that wait to be accepted (the system may allow fewer). With Node's 511 a crowd that comes back at once is turned away by the
   * kernel, whose clients wait twice as long each time.
   */
  backlog: 8_192,
  headerBytes: 16 * 1024,
  headers: 100,
  /** A client must have sent its headers, and then all of its request, within these. */
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  /** Longer than the idle time of common load balancers, so that they close first. */
  keepAliveTimeout: 65_000,
  /** A refused connection is ended after this. */
  refusalLinger: 2_000,
  /** How often slow requests are looked for. */
  checkInterval: 5_000,
  /** Requests that one connection may send before it must be opened anew. */
  requestsPerConnection: 10_000,
  /** How long a stopping server waits for what is in flight. */
  drain: 8_000,
} as const;
