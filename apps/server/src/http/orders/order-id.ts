import { Id } from '@vitrine/protocol';
import { z } from 'zod';

export const OrderParams = z.strictObject({ id: Id });
