import type { ErrorCode } from '@vitrine/protocol';
import { z } from 'zod';
import type { Config } from '../config.ts';
import type { Actor } from '../domain/actor.ts';
import type { Services, SignedIn } from '../domain/services.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
export type Tag =
  | 'Auth'
  | 'People'
  | 'Livestreams'
  | 'Replays'
  | 'Analytics'
  | 'Products'
  | 'Orders'
  | 'Moderation'
  | 'Questions'
  | 'Audit'
  | 'Shop'
  | 'Video'
  | 'Reminders'
  | 'Webhooks'
  | 'Server';

/** What a handler may use beside its input. */
export interface OperationContext {
  readonly services: Services;
  readonly config: Config;
  /** The client's address, through the trusted proxies only. */
  readonly address: string;
  /** What the client calls itself. */
  readonly userAgent: string;
  readonly cookie: { set(session: SignedIn): void; clear(): void };
  /** Adds a header to the answer. */
  header(name: string, value: string): void;
  /** Whether the server has begun to stop. */
  isDraining(): boolean;
}

type NoFields = z.ZodObject<Record<never, never>, z.core.$strict>;
const noFields: NoFields = z.strictObject({});

interface OperationSpec<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Headers extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
  Need extends 'required' | 'optional',
> {
  method: Method;
  /** As Express writes it: `/livestreams/:id`. */
  path: `/${string}`;
  tag: Tag;
  summary: string;
  /** `required`: 401 without a valid token or cookie. */
  actor: Need;
  params?: Params;
  query?: Query;
  /** Named in lower case; other headers are let through. */
  headers?: Headers;
  body?: Body;
  status: 200 | 201 | 204;
  /** Left out where there is no body (204). */
  answer?: Answer;
  /** What it may answer beside the errors that every operation shares. */
  errors?: readonly ErrorCode[];
  handler(
    context: OperationContext,
    input: { params: z.output<Params>; query: z.output<Query>; headers: z.output<Headers>; body: z.output<Body> },
    actor: Need extends 'required' ? Actor : Actor | null,
  ): Promise<z.input<Answer>>;
}

/** The parts of a request as they came, before any parsing. */
export interface RawInput {
  params: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
}

/** One endpoint: the Express route and its page in the OpenAPI document are both made from this. */
export interface Operation {
  readonly method: Method;
  readonly path: `/${string}`;
  readonly tag: Tag;
  readonly summary: string;
  readonly actor: 'required' | 'optional';
  readonly status: 200 | 201 | 204;
  readonly errors: readonly ErrorCode[];
  readonly schemas: {
    params: z.ZodObject | undefined;
    query: z.ZodObject | undefined;
    headers: z.ZodObject | undefined;
    body: z.ZodType | undefined;
    answer: z.ZodType | undefined;
  };
  /**
   * Parses the input, acts, and shapes the answer.
   * @throws InputError when the input doesn't fit.
   */
  run(context: OperationContext, input: RawInput, actor: Actor | null): Promise<unknown>;
}

/** The input doesn't fit its schema. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly fields: { path: string; message: string }[];
  constructor(fields: { path: string; message: string }[]) {
    super('The request has fields that are missing or wrong.');
    this.fields = fields;
  }
}
/** Somebody must have said who they are first. */
export class ActorNeededError extends Error {
  override readonly name = 'ActorNeededError';
}

/** Describes an endpoint; see `endpoints.ts` for all of them. */
export function operation<
  Params extends z.ZodObject = NoFields,
  Query extends z.ZodObject = NoFields,
  Headers extends z.ZodObject = NoFields,
  Body extends z.ZodType = NoFields,
  Answer extends z.ZodType = z.ZodVoid,
  Need extends 'required' | 'optional' = 'required',
>(spec: OperationSpec<Params, Query, Headers, Body, Answer, Need>): Operation {
  const isAllowed = (actor: Actor | null): actor is Need extends 'required' ? Actor : Actor | null =>
    actor !== null || spec.actor === 'optional';
  return {
    method: spec.method,
    path: spec.path,
    tag: spec.tag,
    summary: spec.summary,
    actor: spec.actor,
    status: spec.status,
    errors: spec.errors ?? [],
    schemas: { params: spec.params, query: spec.query, headers: spec.headers, body: spec.body, answer: spec.answer },
    async run(context, raw, actor) {
      if (!isAllowed(actor)) throw new ActorNeededError();
      const fields: { path: string; message: string }[] = [];
      // Without a schema nothing may be sent in that part, except headers, which are not ours to refuse.
      const params = read(spec.params ?? noFields, raw.params, fields);
      const query = read(spec.query ?? noFields, raw.query, fields);
      const headers = spec.headers ? read(spec.headers, raw.headers, fields) : {};
      const body = read(spec.body ?? noFields, raw.body ?? {}, fields);
      if (fields.length > 0) throw new InputError(fields);
      const input = { params, query, headers, body } as Parameters<typeof spec.handler>[1];
      const answer = await spec.handler(context, input, actor);
      return spec.answer ? spec.answer.parse(answer) : undefined;
    },
  };
}

function read(schema: z.ZodType, value: unknown, fields: { path: string; message: string }[]): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) fields.push({ path: [...issue.path, key].join('.'), message: 'is not a field of this request' });
    else fields.push({ path: issue.path.join('.'), message: issue.message });
  }
  return undefined;
}
