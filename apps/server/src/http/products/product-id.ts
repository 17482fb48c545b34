import { Id } from '@vitrine/protocol';
import { z } from 'zod';

export const ProductParams = z.strictObject({ id: Id });
