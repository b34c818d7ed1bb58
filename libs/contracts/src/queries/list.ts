import * as z from 'zod';

/** Default and maximum number of items of a list page. */
export const pageLimits = { default: 50, max: 200 } as const;

/** Paging parameters of every list. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(pageLimits.max).default(pageLimits.default).describe('maximum number of items'),
  // The pattern is only for the OpenAPI document: an invalid cursor gets BAD_CURSOR, as one of another list does.
  cursor: z
    .string()
    .max(8192)
    .meta({ pattern: '^[A-Za-z0-9_-]+$' })
    .optional()
    .describe('`page.next` of the previous page; use it with the same filters'),
};

const scanned = 'number of items that were scanned for this page; far more than it returns if few items pass the filter';
const next = 'cursor of the next page; null only on the last page. Any other page may be short or empty';

/** Paging information of a list page. */
export const listPageSchema = z.object({
  limit: z.int(),
  next: z.string().nullable().describe(next),
  scanned: z.int().nonnegative().optional().describe(scanned),
});

/** Schema of a list page. Read pages until `page.next` is null. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), page: listPageSchema });

/** One page of a list. */
export interface List<T> {
  items: T[];
  page: { limit: number; next: string | null; scanned?: number };
}
