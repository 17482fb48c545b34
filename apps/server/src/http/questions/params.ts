import { Id } from '@vitrine/protocol';
import { z } from 'zod';

export const QuestionParams = z.strictObject({ id: Id, questionId: Id });
