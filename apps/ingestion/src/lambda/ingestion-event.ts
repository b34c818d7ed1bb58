import { runRequestSchema } from '@twl/contracts';
import { UnknownEventError } from '@twl/platform';
import * as z from 'zod';

const queueEventSchema = z.object({
  Records: z.array(z.object({ messageId: z.string(), receiptHandle: z.string(), body: z.string() })).min(1),
});

const manualEventSchema = z.strictObject({
  run: z.strictObject({ source: z.string(), streams: z.array(z.string()).min(1).optional() }),
});

/** Event of an EventBridge schedule: its default event, or the one that Terraform configures. */
const scheduleEventSchema = z.union([
  z.object({ 'detail-type': z.literal('Scheduled Event') }),
  z.strictObject({ schedule: z.strictObject({ source: z.string().optional() }) }),
]);

/** A call by hand that says nothing: `aws lambda invoke` without a payload. */
const empty = z.union([z.strictObject({}), z.null(), z.undefined()]);

/** Task of the function. */
export type IngestionEvent =
  | { kind: 'all' }
  | { kind: 'schedule'; source?: string }
  | { kind: 'run'; source: string; streams?: string[] }
  | { kind: 'requests'; messages: { messageId: string; receiptHandle: string; body: string }[] };

const expected =
  'send {"schedule":{}} to start the runs that are due, {"run":{"source":"NAME"}} to run a source, an empty event to run all sources, or messages of the request queue';

/** Parses the event of an invocation. @throws UnknownEventError */
export const readEvent = (event: unknown): IngestionEvent => {
  const messages = queueEventSchema.safeParse(event);
  if (messages.success) return { kind: 'requests', messages: messages.data.Records };
  const run = manualEventSchema.safeParse(event);
  if (run.success) return { kind: 'run', ...run.data.run };
  if (empty.safeParse(event).success) return { kind: 'all' };
  const schedule = scheduleEventSchema.safeParse(event);
  if (!schedule.success) throw new UnknownEventError(expected);
  return { kind: 'schedule', ...('schedule' in schedule.data ? schedule.data.schedule : {}) };
};

/** A message of the request queue is not a run request. It becomes a dead letter after its last delivery. */
class UnreadableRequestError extends Error {
  constructor(cause: unknown) {
    super('the message is not a request to run a source', { cause });
    this.name = 'UnreadableRequestError';
  }
}

/** Parses the run request in a message of the request queue. @throws UnreadableRequestError */
export const parseRequest = (body: string): z.infer<typeof runRequestSchema> => {
  try {
    return runRequestSchema.parse(JSON.parse(body));
  } catch (error) {
    throw new UnreadableRequestError(error);
  }
};
