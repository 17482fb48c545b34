export interface ListPage<Item> {
  items: Item[];
  nextCursor?: string;
}
/** What has a default at the server may be left out. */
export type Input<Whole, Required extends keyof Whole> = Pick<Whole, Required> & Partial<Whole>;

/** What any call takes beside its own input. */
export interface CallOptions {
  /** Calls the request off; it then rejects with ApiError `aborted`. */
  signal?: AbortSignal;
}

export interface Extra extends CallOptions {
  /** Sent as JSON; text and forms as they are. */
  body?: unknown;
  /** `text`: a file, given as it is. */
  answer?: 'text';
  query?: Record<string, string | number | undefined>;
  headers?: Record<string, string>;
}
/** Sends one call; what a group of calls is made of. */
export type Request = <Answer>(method: string, path: string, extra?: Extra) => Promise<Answer>;
