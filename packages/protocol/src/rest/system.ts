import { z } from 'zod';

/** What an operator should see to, by a stable name. */
export const SystemWarning = z.enum([
  /** Two nodes are alive without REDIS_URL: what is said on one reaches the others late, counts and limits are each node's own. */
  'nodes_without_redis',
  /** REDIS_URL is set and Redis does not answer: nothing is lost, it comes later. */
  'redis_away',
  /** Several nodes keep uploads and recordings in folders of their own. */
  'files_on_one_node',
]);
export type SystemWarning = z.infer<typeof SystemWarning>;

/** Which parts this deployment runs on. */
export const SystemReport = z.object({
  version: z.string(),
  storage: z.enum(['sqlite', 'mongodb']),
  backplane: z.enum(['local', 'redis']),
  video: z.enum(['sfu', 'agora']),
  /** Nodes that are alive, this one among them. */
  nodes: z.int().min(1),
  warnings: z.array(SystemWarning),
});
export type SystemReport = z.infer<typeof SystemReport>;
