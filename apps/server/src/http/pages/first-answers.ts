import { LivestreamPage } from '@vitrine/protocol';
import { HOME } from '@vitrine/protocol/page-sizes';
import type { Actor } from '../../domain/actor.ts';
import { isOnAir } from '../../domain/livestreams/on-air.ts';
import type { ShowPreview } from '../../domain/services.ts';
import { session } from '../auth/session.ts';
import { getLivestream } from '../livestreams/get-livestream.ts';
import { listLivestreams } from '../livestreams/list-livestreams.ts';
import { listShowProducts } from '../livestreams/list-show-products.ts';
import type { Operation, OperationContext } from '../operation.ts';
import { listRecommendations } from '../recommendations/list-recommendations.ts';
import { getReplay } from '../replays/get-replay.ts';

/** What a page asks the API for as soon as it runs, by the addresses that it asks at. */
export interface FirstAnswers {
  answers: Record<string, unknown>;
  /** What is seen first: the show in the window, or the one that the page is of. null: nothing is on air, or it has no cover. */
  onAir: { picture: string; title: string } | null;
}

interface Question {
  operation: Operation;
  params?: Record<string, string>;
  query?: Record<string, string>;
}

const HOME_QUESTIONS: readonly Question[] = [
  { operation: session },
  { operation: listLivestreams },
  { operation: listLivestreams, query: { status: 'scheduled', limit: String(HOME.upcoming) } },
  { operation: listLivestreams, query: { status: 'ended', limit: String(HOME.past) } },
  { operation: listRecommendations, query: { limit: String(HOME.recommendations) } },
];

/** Of the home page: its lists, and what is on screen in the show that stands in the window. */
export async function homeAnswers(context: OperationContext, actor: Actor | null): Promise<FirstAnswers> {
  const answers = await answersTo(HOME_QUESTIONS, context, actor);
  const live = LivestreamPage.safeParse(answers[listLivestreams.path]).data?.items ?? [];
  const hero = live.toSorted((a, b) => b.viewerCount - a.viewerCount)[0];
  if (!hero) return { answers, onAir: null };
  const onAir = openingOf(hero);
  if (hero.pinnedProducts.length === 0) return { answers, onAir };
  const detail = await answersTo([{ operation: getLivestream, params: { id: hero._id } }], context, actor);
  return { answers: { ...answers, ...detail }, onAir };
}

/** Of the page of one show. */
export async function showAnswers(context: OperationContext, actor: Actor | null, id: string, show: ShowPreview): Promise<FirstAnswers> {
  const params = { id };
  const isReplay = show.status === 'ended' && show.recordingUrl !== null;
  const questions = [
    { operation: session },
    { operation: getLivestream, params },
    { operation: listShowProducts, params },
    ...(isReplay ? [{ operation: getReplay, params }] : []),
  ];
  // Until the first picture of the video the cover is shown.
  return { answers: await answersTo(questions, context, actor), onAir: isOnAir(show) ? openingOf(show) : null };
}

const openingOf = ({ thumbnailUrl, title }: Pick<ShowPreview, 'thumbnailUrl' | 'title'>): FirstAnswers['onAir'] =>
  thumbnailUrl === null ? null : { picture: thumbnailUrl, title };

/** What could not be answered is left out: the page then asks, and hears why. */
async function answersTo(questions: readonly Question[], context: OperationContext, actor: Actor | null): Promise<Record<string, unknown>> {
  const answered = await Promise.allSettled(
    questions.map(async (question): Promise<[string, unknown]> => {
      const { operation, params = {}, query = {} } = question;
      return [addressOf(question), await operation.run(context, { params, query, headers: {}, body: undefined }, actor)];
    }),
  );
  return Object.fromEntries(answered.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
}

function addressOf({ operation, params = {}, query = {} }: Question): string {
  const path = operation.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return search.length === 0 ? path : `${path}?${search.join('&')}`;
}
