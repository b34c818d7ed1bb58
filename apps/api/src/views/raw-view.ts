import { pageMetaSchema } from '@twl/contracts';
import * as z from 'zod';

/** Raw page of a record. */
export const rawViewSchema = z.object({
  meta: pageMetaSchema.describe('metadata of the stored page: time and request of the fetch'),
  pointer: z.string().nullable().describe('JSON pointer to the item in the page; null if it can no longer be determined'),
  item: z.unknown().describe("the record's item as the source sent it; null if it can no longer be determined"),
  body: z.string().optional().describe('the page itself, if it is text of less than 256 KiB'),
});
export type RawView = z.infer<typeof rawViewSchema>;
