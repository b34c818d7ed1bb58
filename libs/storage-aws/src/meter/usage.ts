/** What was asked of AWS. */
export interface Usage {
  /** Requests that were sent, retries included, by service and operation: `S3.PutObject`. */
  requests: Record<string, number>;
  /** Capacity units of DynamoDB. */
  readUnits: number;
  writeUnits: number;
  /** Bodies sent and received, bytes. */
  bytesOut: number;
  bytesIn: number;
}

/** Nothing was asked yet. */
export const noUsage = (): Usage => ({ requests: {}, readUnits: 0, writeUnits: 0, bytesOut: 0, bytesIn: 0 });

/** Adds what is in `more` to `sum`. */
export const addUsage = (sum: Usage, more: Usage): void => {
  for (const [kind, count] of Object.entries(more.requests)) sum.requests[kind] = (sum.requests[kind] ?? 0) + count;
  sum.readUnits += more.readUnits;
  sum.writeUnits += more.writeUnits;
  sum.bytesOut += more.bytesOut;
  sum.bytesIn += more.bytesIn;
};

/** How many requests went to a service: `DynamoDB`, `S3`, `SQS`. */
export const requestsTo = ({ requests }: Usage, service: string): number =>
  Object.entries(requests).reduce((sum, [kind, count]) => (kind.startsWith(`${service}.`) ? sum + count : sum), 0);
