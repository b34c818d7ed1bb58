import * as z from 'zod';

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** An age as text; `ageMs` converts it. */
export const ageSchema = z
  .string()
  .regex(/^[1-9]\d{0,5}[mhd]$/, 'an age is a whole number and m, h or d: 12h, 90d')
  .describe('12h, 90d');

/** Retention of a source's data; unlimited by default. */
export const retentionSchema = z.strictObject({
  raw: ageSchema.optional().describe('retention of raw pages, from their fetch time'),
  versions: ageSchema
    .optional()
    .describe('retention of earlier versions of records, from the time they were replaced; the current version is always kept'),
});
export type Retention = z.infer<typeof retentionSchema>;

/** Converts an age to ms. */
export const ageMs = (age: string): number => Number(age.slice(0, -1)) * units[age.at(-1) as keyof typeof units];
