import { z } from 'zod';
import { LONGEST_RULE, MAX_RULES } from './limits.ts';
import type { RestClient } from './rest-client.ts';

/** What a rule takes from those it is about: being there at all, or being heard. */
export type Privilege = 'join_channel' | 'publish_audio';
/** Whom a rule is about: one uid in this channel, or all who are in it. */
export interface RuleTarget {
  channel: string;
  uid: number | null;
  privilege: Privilege;
}
export interface ChannelUsers {
  hosts: number[];
  /** The first 10,000 of them; empty unless asked for. */
  audience: number[];
}

const Created = z.object({ id: z.number() });
const Rules = z.object({
  rules: z.array(
    z.object({ id: z.number(), uid: z.number().nullish(), cname: z.string().nullish(), privileges: z.array(z.string()).nullish() }),
  ),
});
/** `data` has no lists when the channel does not exist, that is when nobody is in it. */
const Users = z.object({
  data: z.object({ broadcasters: z.array(z.number()).default([]), audience: z.array(z.number()).default([]) }),
});

const keyOf = ({ channel, uid, privilege }: RuleTarget): string => `${channel} ${uid ?? 'all'} ${privilege}`;

/** Agora's Channel Management API: who is in a channel, and rules that keep somebody out or silent. */
export class ChannelManagement {
  readonly #rest: RestClient;
  readonly #appId: string;
  /** The rules made here, the oldest first: the numbers by which they are lifted. */
  readonly #made = new Map<string, number[]>();

  constructor(rest: RestClient, appId: string) {
    this.#rest = rest;
    this.#appId = appId;
  }

  /** "Query user list". With `hostsOnly` the audience is not counted out. */
  async users(channel: string, { hostsOnly }: { hostsOnly: boolean }): Promise<ChannelUsers> {
    const path = `/dev/v1/channel/user/${this.#appId}/${channel}${hostsOnly ? '/hosts_only' : ''}`;
    // What is asked again and again anyway is not worth many attempts.
    const { data } = Users.parse(await this.#rest.ask({ method: 'GET', path }, 2));
    return { hosts: data.broadcasters, audience: data.audience };
  }

  /** "Create rule". For 0 seconds it puts out and lets back in; else nobody it is about gets in, or is heard, until then. */
  async ban(target: RuleTarget, seconds: number): Promise<void> {
    const { channel, uid, privilege } = target;
    const answer = await this.#rest.ask({
      method: 'POST',
      path: '/dev/v1/kicking-rule',
      body: {
        appid: this.#appId,
        cname: channel,
        ...(uid === null ? {} : { uid }),
        time_in_seconds: Math.min(seconds, LONGEST_RULE),
        privileges: [privilege],
      },
    });
    if (seconds > 0) this.#remember(keyOf(target), Created.parse(answer).id);
  }

  /** "Delete rule", every one that is about this. Those made on another node are looked up; that list may lack the newest ones. */
  async lift(target: RuleTarget): Promise<void> {
    const key = keyOf(target);
    const ids = this.#made.get(key) ?? (await this.#find(target));
    for (const id of ids) await this.#rest.ask({ method: 'DELETE', path: '/dev/v1/kicking-rule', body: { appid: this.#appId, id } });
    this.#made.delete(key);
  }

  async #find({ channel, uid, privilege }: RuleTarget): Promise<number[]> {
    const answer = await this.#rest.ask({ method: 'GET', path: `/dev/v1/kicking-rule?appid=${this.#appId}` }, 2);
    return Rules.parse(answer)
      .rules.filter((rule) => rule.cname === channel && (rule.uid ?? null) === uid && (rule.privileges ?? []).includes(privilege))
      .map(({ id }) => id);
  }
  #remember(key: string, id: number): void {
    const ids = this.#made.get(key) ?? [];
    this.#made.delete(key);
    this.#made.set(key, [...ids, id].slice(-MAX_RULES));
    const oldest = this.#made.size > MAX_RULES ? this.#made.keys().next() : undefined;
    if (oldest && !oldest.done) this.#made.delete(oldest.value);
  }
}
