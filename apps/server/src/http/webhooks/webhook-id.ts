import { Id } from '@vitrine/protocol';
import { z } from 'zod';

export const WebhookParams = z.strictObject({ id: Id });
export const DeliveryParams = z.strictObject({ id: Id, deliveryId: Id });
