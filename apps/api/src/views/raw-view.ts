import { pageMetaSchema } from '@twl/contracts';
import * as z from 'zod';

/** Where a record came from. */
export const rawViewSchema = z.object({
  meta: pageMetaSchema.describe('the stored page: when and by which request it was fetched'),
  pointer: z.string().nullable().describe('JSON pointer of the item in the page; null when it cannot be told any more'),
  item: z.unknown().describe("the record's item as the source sent it; null when it cannot be told any more"),
  body: z.string().optional().describe('the page itself, when it is text of less than 256 KiB'),
});
export type RawView = z.infer<typeof rawViewSchema>;
