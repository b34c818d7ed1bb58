import * as z from 'zod';

/** How many items a list gives when not told, and at most. */
export const pageLimits = { default: 50, max: 200 } as const;

/** The two parameters that every list takes. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(pageLimits.max).default(pageLimits.default).describe('at most this many items'),
  // What is no cursor at all is told to begin again, as one of another list is: the pattern is for the document.
  cursor: z
    .string()
    .max(8192)
    .meta({ pattern: '^[A-Za-z0-9_-]+$' })
    .optional()
    .describe('`page.next` of the answer before; with the same filters'),
};

const looked = 'how many items were looked at for this page; far more than it has where a filter lets few through';
const next = 'the cursor of the next page; null at the end, and only there: a page before it may be short, or empty';

/** Where a page of a list stands. */
export const listPageSchema = z.object({
  limit: z.int(),
  next: z.string().nullable().describe(next),
  looked: z.int().nonnegative().optional().describe(looked),
});

/** The envelope of a list: iterate until `page.next` is null. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), page: listPageSchema });

/** A page of a list. */
export interface List<T> {
  items: T[];
  page: { limit: number; next: string | null; looked?: number };
}
