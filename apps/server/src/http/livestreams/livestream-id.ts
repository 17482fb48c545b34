import { Id } from '@vitrine/protocol';
import { z } from 'zod';

export const LivestreamParams = z.strictObject({ id: Id });
