import * as z from 'zod';
import { Id, QueuePart } from '../../contract/index.ts';

/** The queue's place in the address: which part of it, and the act beside it. */
export const ReviewSearch = z.object({
  part: QueuePart.default('all').catch('all'),
  act: Id.optional().catch(undefined),
});
export type ReviewSearch = z.infer<typeof ReviewSearch>;
