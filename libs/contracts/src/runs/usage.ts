import * as z from 'zod';

const sum = z.number().nonnegative();

/** Usage of AWS services. */
export const usageSchema = z.object({
  requests: z.record(z.string(), sum).describe('requests sent, including retries, by service and operation: S3.PutObject'),
  readUnits: sum.describe('DynamoDB read units'),
  writeUnits: sum.describe('DynamoDB write units'),
  bytesOut: sum.describe('bytes of request bodies'),
  bytesIn: sum.describe('bytes of response bodies'),
});
export type Usage = z.infer<typeof usageSchema>;

/** Returns a usage of zero. */
export const noUsage = (): Usage => ({ requests: {}, readUnits: 0, writeUnits: 0, bytesOut: 0, bytesIn: 0 });

/** Adds `more` to `sum`, or subtracts it if `times` is -1. */
export const addUsage = (sum: Usage, more: Usage, times: 1 | -1 = 1): void => {
  for (const [kind, count] of Object.entries(more.requests)) sum.requests[kind] = (sum.requests[kind] ?? 0) + times * count;
  sum.readUnits += times * more.readUnits;
  sum.writeUnits += times * more.writeUnits;
  sum.bytesOut += times * more.bytesOut;
  sum.bytesIn += times * more.bytesIn;
};

/** Adds up the defined usages; undefined if there are none. */
export const sumUsage = (all: readonly (Usage | undefined)[]): Usage | undefined => {
  const known = all.filter((one) => one !== undefined);
  if (known.length === 0) return undefined;
  const sum = noUsage();
  for (const one of known) addUsage(sum, one);
  return sum;
};

/** Counts the requests to a service: `DynamoDB`, `S3`, `SQS`. */
export const requestsTo = ({ requests }: Usage, service: string): number =>
  Object.entries(requests).reduce((sum, [kind, count]) => (kind.startsWith(`${service}.`) ? sum + count : sum), 0);
