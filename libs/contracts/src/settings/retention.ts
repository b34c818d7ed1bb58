import * as z from 'zod';

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const ageSchema = z
  .string()
  .regex(/^[1-9]\d{0,5}[mhd]$/, 'an age is a whole number and m, h or d: 12h, 90d')
  .describe('12h, 90d');

/** How long things of a source are kept; for ever where nothing is said. */
export const retentionSchema = z.strictObject({
  raw: ageSchema.optional().describe('raw pages, from when they were fetched'),
  versions: ageSchema.optional().describe('earlier versions of records, from when they were replaced; the current version always stays'),
});
export type Retention = z.infer<typeof retentionSchema>;

/** An age in ms. */
export const ageMs = (age: string): number => Number(age.slice(0, -1)) * units[age.at(-1) as keyof typeof units];
