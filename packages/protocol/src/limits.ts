/**
 * Every bound of the protocol, in one place. Sizes in bytes are of UTF-8, lengths are in UTF-16 code units, durations in milliseconds.
 * This module holds no schema, so that browsers can import it without zod.
 */
export const LIMITS = {
  /** The largest WebSocket message a client may send, in bytes. A larger one closes the connection with 1009. */
  socketMessageBytes: 16 * 1024,
  /** The largest JSON body of a REST request, in bytes. */
  jsonBodyBytes: 64 * 1024,
  /** The largest SDP offer, in bytes. */
  sdpBytes: 32 * 1024,
  /** A connection must send `register` or `register_admin` within this time. */
  registerTimeout: 5_000,
  /** The server pings an idle socket this often; a socket silent for two intervals is closed. */
  heartbeatInterval: 15_000,
  /** What a slow reader may leave unread, in bytes, before it loses `stream_update`s. */
  slowReaderBytes: 256 * 1024,
  /** What a slow reader may leave unread, in bytes, before it is closed with `CLOSE.slowReader`. */
  closeReaderBytes: 1024 * 1024,
  /** Frames of one room leave together at most this often. */
  flushInterval: 20,
  /** `stream_update`s of one livestream are at least this far apart. */
  updateInterval: 500,
  /** How many chat messages a newcomer is given. */
  historyMessages: 100,
  /** How many timeline entries back a client may resume; beyond it gets `recovered: false`. */
  resumeEntries: 2_000,
  /** Entries of a livestream that a node keeps in memory for hand-over. */
  roomEntries: 2_000,
  /** `likedBy` and `chatMessages` of a livestream document keep the last so many. */
  livestreamTail: 100,
  titleLength: 120,
  descriptionLength: 2_000,
  chatMessageLength: 500,
  displayNameLength: 40,
  emailLength: 254,
  passwordMinLength: 10,
  passwordMaxLength: 200,
  tags: 10,
  tagLength: 30,
  urlLength: 2_000,
  pins: 20,
  /** Simulated viewers of a rehearsal. */
  rehearsalViewers: 50,
  /** On stage beside the host. */
  guests: 3,
  lineup: 100,
  /** What a past show says of its line-up in lists. */
  lineupPictures: 3,
  /** Places to jump to in one replay. */
  chapters: 100,
  /** A file of captions, in bytes; its cues, what one of them says, and the languages of one replay. */
  captionsBytes: 512 * 1024,
  captionCues: 10_000,
  captionLength: 500,
  captionLanguages: 10,
  languageLength: 35,
  /** A day: no show is longer. */
  replaySeconds: 86_400,
  embedOrigins: 20,
  blockedWords: 500,
  blockedWordLength: 60,
  questionLength: 300,
  questionAnswerLength: 500,
  reasonLength: 200,
  /** The longest timeout: four weeks. */
  timeoutMinutes: 40_320,
  announcementLength: 500,
  variants: 50,
  images: 10,
  /** The largest picture that is taken, in bytes, and its longest edge afterwards, in pixels. */
  uploadBytes: 12 * 1024 * 1024,
  imageEdge: 2_000,
  /** The largest CSV file of products, in bytes, and its lines. */
  importBytes: 4 * 1024 * 1024,
  importLines: 5_000,
  invitations: 100,
  /** Sessions of one person that are listed. */
  sessions: 100,
  userAgentLength: 200,
  orderLines: 20,
  orderQuantity: 99,
  addressLength: 400,
  webhookEndpoints: 20,
  /** Shows that one person waits for, and browsers or phones of one person that are pushed to. */
  reminders: 100,
  pushSubscriptions: 20,
  /** The largest price, in minor units. */
  price: 100_000_000,
  stock: 1_000_000,
  pageSize: 100,
  /** Shows of one person's history, over all its pages. */
  history: 2_000,
  /** Ended shows of one page of their figures, and shows recommended at once. */
  comparedShows: 50,
  recommendations: 30,
  commandIdLength: 64,
  idempotencyKeyLength: 128,
  /** Products named in one `product_seen` or `product_clicked`. */
  productBatch: 50,
  /** Sockets of one session, and (generously, since a whole office can share one) of one client address. */
  socketsPerSession: 20,
  socketsPerAddress: 2_000,
} as const;

/** Token buckets per session: `points` are refilled over `seconds`. */
export const RATES = {
  chat_message: { points: 10, seconds: 10 },
  /** The window is the show's own. */
  slow_mode: { points: 1, seconds: 300 },
  toggle_like: { points: 20, seconds: 10 },
  question: { points: 5, seconds: 60 },
  report: { points: 10, seconds: 60 },
  product_seen: { points: 30, seconds: 60 },
  product_clicked: { points: 30, seconds: 60 },
  playback_report: { points: 10, seconds: 60 },
  command: { points: 60, seconds: 10 },
  signIn: { points: 10, seconds: 900 },
  signUp: { points: 20, seconds: 3600 },
  passwordReset: { points: 5, seconds: 900 },
  guest: { points: 60, seconds: 600 },
  order: { points: 20, seconds: 60 },
  write: { points: 120, seconds: 60 },
} as const;
export type RateName = keyof typeof RATES;
