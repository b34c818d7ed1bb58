import * as z from 'zod';

const sum = z.number().nonnegative();

/** What was asked of AWS. */
export const usageSchema = z.object({
  requests: z.record(z.string(), sum).describe('requests that were sent, retries included, by service and operation: S3.PutObject'),
  readUnits: sum.describe('read units of DynamoDB'),
  writeUnits: sum.describe('write units of DynamoDB'),
  bytesOut: sum.describe('bytes of the bodies that were sent'),
  bytesIn: sum.describe('bytes of the bodies that came back'),
});
export type Usage = z.infer<typeof usageSchema>;

/** Nothing was asked yet. */
export const noUsage = (): Usage => ({ requests: {}, readUnits: 0, writeUnits: 0, bytesOut: 0, bytesIn: 0 });

/** Adds what is in `more` to `sum`; takes it out again with `times` -1. */
export const addUsage = (sum: Usage, more: Usage, times: 1 | -1 = 1): void => {
  for (const [kind, count] of Object.entries(more.requests)) sum.requests[kind] = (sum.requests[kind] ?? 0) + times * count;
  sum.readUnits += times * more.readUnits;
  sum.writeUnits += times * more.writeUnits;
  sum.bytesOut += times * more.bytesOut;
  sum.bytesIn += times * more.bytesIn;
};

/** The sum of those that are there; undefined where none is. */
export const sumUsage = (all: readonly (Usage | undefined)[]): Usage | undefined => {
  const known = all.filter((one) => one !== undefined);
  if (known.length === 0) return undefined;
  const sum = noUsage();
  for (const one of known) addUsage(sum, one);
  return sum;
};

/** How many requests went to a service: `DynamoDB`, `S3`, `SQS`. */
export const requestsTo = ({ requests }: Usage, service: string): number =>
  Object.entries(requests).reduce((sum, [kind, count]) => (kind.startsWith(`${service}.`) ? sum + count : sum), 0);
