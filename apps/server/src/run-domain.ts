import type { Logger } from 'pino';
import type { Domain } from './domain/create-domain.ts';
import { LEASE_BEAT, type LeaseKeeper } from './domain/leases/lease-keeper.ts';
import { PeriodicJobs } from './periodic-jobs.ts';
import type { Metrics } from './ports/metrics.ts';
import type { VideoService } from './ports/video.ts';

/** How often another node's unannounced entries are looked for. */
const LOOK_INTERVAL = 2_000;
const PEAK_INTERVAL = 1_000;
const PROJECTION_INTERVAL = 1_000;
const HOST_LOOK_INTERVAL = 5_000;
const WAITING_INTERVAL = 1_000;
const DELIVERY_INTERVAL = 5_000;
const SWEEP_INTERVAL = 15_000;
const SYSTEM_INTERVAL = 5_000;
const BAN_LOOK_INTERVAL = 15_000;
const FIGURES_INTERVAL = 2_000;
/** How soon after a show its recording is begun to be made. */
const RECORDINGS_INTERVAL = 2_000;
/** How soon what hung on a deleted show is removed. */
const DELETIONS_INTERVAL = 2_000;
const SAMPLE_INTERVAL = 15_000;
const ATTENDANCE_INTERVAL = 60_000;
/** Who holds it runs the jobs that one node does for all. */
export const JOBS_LEASE = 'jobs';

export interface RunParts {
  video: VideoService;
  leases: LeaseKeeper;
  metrics: Metrics;
  logger: Logger;
  /** Whether other nodes may write to the same store. */
  isShared: boolean;
}

/**
 * Brings the domain to life: reads what was, follows the video and the other nodes, finishes what was left half done, and from then on does
 * what comes round by itself. Gives the function that ends all that, the last figures stored.
 */
export async function runDomain(domain: Domain, parts: RunParts): Promise<() => Promise<void>> {
  const { accounts, analytics, audience, bans, deliveries, feed, hostWatch, likes, livestreams } = domain;
  const {
    moderation,
    projector,
    questions,
    recording,
    rehearsals,
    sampler,
    selling,
    showDeletions,
    stage,
    system,
    timelines,
    videoHealth,
    videoPutOut,
  } = domain;
  const { video, leases, metrics, logger, isShared } = parts;
  const warn =
    (what: string) =>
    (error: unknown): void =>
      logger.warn(error, what);

  const raisePeaks = async (): Promise<void> => {
    for (const { streamId, peakViewers } of audience.takeRaisedPeaks()) await livestreams.raisePeak(streamId, peakViewers);
  };
  /** What half-done work is finished by. */
  const settle = async (): Promise<void> => {
    await livestreams.settleOwed();
    await selling.sweep();
  };
  let following: Promise<unknown> = Promise.resolve();
  video.onEvent((event) => {
    videoPutOut.follow(event);
    const followed = Promise.all([hostWatch.follow(event), stage.follow(event), recording.watch.follow(event)]).catch((error) =>
      logger.error(error, 'a show did not follow its video'),
    );
    following = Promise.all([following, followed]);
  });
  const publishing = new Set<string>();
  video.onEvent((event) => {
    if (event.type === 'service_restarted') publishing.clear();
    else if (event.type === 'health') return videoHealth.take(event.streamId, event.health);
    else if (event.type === 'publisher_up') publishing.add(`${event.streamId} ${event.seat}`);
    else publishing.delete(`${event.streamId} ${event.seat}`);
    metrics.publishers(publishing.size);
  });
  livestreams.onStarted((streamId) => {
    audience.started(streamId);
    void recording.watch.look(streamId).catch(warn('a show is not recorded from its beginning'));
  });
  recording.watch.start(warn('what the recorder told was not stored'));
  feed.on('show_changed', ({ livestreamId, change }) => {
    // A message of a show that is over may have been deleted.
    if (change === 'edited' && !livestreams.isOnAir(livestreamId)) projector.ended(livestreamId);
    if (change === 'edited') void recording.watch.look(livestreamId).catch(warn('a recording was not begun or ended'));
    if (change !== 'stopped' && change !== 'deleted') return;
    recording.stills.forget(livestreamId);
    projector.ended(livestreamId);
    // The show may have been ended on a node that does not have its video.
    void domain.endVideo(livestreamId);
    audience.ended(livestreamId);
    videoHealth.forget(livestreamId);
    void rehearsals.leave(livestreamId);
  });
  await livestreams.load(warn('a change of a show was not followed'));
  for (const { _id } of livestreams.onAir.all()) audience.started(_id);
  await selling.load();
  await bans.load(warn('a ban was not followed'));
  await stage.load(warn('a change of a stage was not followed'));
  videoPutOut.start(warn('somebody was not put out of the video'));
  await feed.start();
  await leases.want(JOBS_LEASE);
  await system.join();
  await settle();
  await video.start();
  // What was on air when this server died has lost its picture.
  await hostWatch.look();

  const jobs = new PeriodicJobs(logger);
  /** Runs it on one node at a time. */
  const onOneNode = (interval: number, name: string, job: (term: number) => Promise<unknown>): void =>
    jobs.every(interval, name, async () => {
      const term = leases.term(JOBS_LEASE);
      if (term !== null) await job(term);
    });
  jobs.every(LEASE_BEAT, 'leases', () => leases.beat());
  jobs.every(SYSTEM_INTERVAL, 'system', () => system.look());
  jobs.every(LOOK_INTERVAL, 'look', () => timelines.look());
  if (isShared) {
    jobs.every(LOOK_INTERVAL, 'likes', () => likes.look());
    jobs.every(LOOK_INTERVAL, 'questions', () => questions.look());
    jobs.every(LOOK_INTERVAL, 'moderation', () => moderation.look());
  }
  jobs.every(BAN_LOOK_INTERVAL, 'bans', () => bans.look());
  jobs.every(PEAK_INTERVAL, 'peaks', raisePeaks);
  jobs.every(DELIVERY_INTERVAL, 'deliveries', () => deliveries.run());
  jobs.every(FIGURES_INTERVAL, 'figures', () => analytics.tell());
  jobs.every(FIGURES_INTERVAL, 'video health', async () => videoHealth.tell());
  jobs.every(ATTENDANCE_INTERVAL, 'attendance', () => audience.attendance.flush());
  jobs.every(RECORDINGS_INTERVAL, 'recordings', () => recording.finisher.look());
  onOneNode(DELETIONS_INTERVAL, 'deletions', () => showDeletions.sweep());
  onOneNode(SAMPLE_INTERVAL, 'samples', () => sampler.sample());
  onOneNode(PROJECTION_INTERVAL, 'projection', (term) => projector.run(term));
  // On every node, so that each has seen for itself, for long enough, which leases stand still when one of them has died.
  jobs.every(HOST_LOOK_INTERVAL, 'hosts', () => hostWatch.look());
  jobs.every(HOST_LOOK_INTERVAL, 'stages', () => stage.look());
  // A hosted provider is asked once, our own media on the node that has it.
  const closeWaiting = video.signalling === null ? onOneNode : jobs.every.bind(jobs);
  closeWaiting(WAITING_INTERVAL, 'waiting viewers', () => hostWatch.closeWaiting());
  onOneNode(SWEEP_INTERVAL, 'sweep', async () => {
    await settle();
    await accounts.sweep();
    await deliveries.sweep();
    await bans.sweep();
  });

  return async () => {
    recording.finisher[Symbol.dispose]();
    await rehearsals.leaveAll();
    await deliveries[Symbol.asyncDispose]();
    await jobs.stop();
    await raisePeaks().catch(warn('the last peak was not stored'));
    await audience.attendance.flush().catch(warn('who was there last was not stored'));
    await video[Symbol.asyncDispose]();
    // Hosts whose picture went with the server: viewers hear of it from the next one.
    await following;
    await system.leave().catch(warn('this node could not take its leave'));
    await leases.releaseAll().catch(warn('a lease was not given back; another node takes it over'));
    feed[Symbol.dispose]();
    timelines[Symbol.dispose]();
  };
}
