import { runRequestSchema } from '@twl/contracts';
import { UnknownEventError } from '@twl/platform';
import * as z from 'zod';

const queued = z.object({
  Records: z.array(z.object({ messageId: z.string(), receiptHandle: z.string(), body: z.string() })).min(1),
});

const byHand = z.strictObject({
  run: z.strictObject({ source: z.string(), streams: z.array(z.string()).min(1).optional() }),
});

/** What a schedule of EventBridge sends by itself, and what Terraform tells its scheduler to send. */
const scheduled = z.union([
  z.object({ 'detail-type': z.literal('Scheduled Event') }),
  z.strictObject({ schedule: z.strictObject({ source: z.string().optional() }) }),
]);

/** A call by hand that says nothing: `aws lambda invoke` without a payload. */
const empty = z.union([z.strictObject({}), z.null(), z.undefined()]);

/** What the function is asked for. */
export type IngestionEvent =
  | { kind: 'all' }
  | { kind: 'schedule'; source?: string }
  | { kind: 'run'; source: string; streams?: string[] }
  | { kind: 'requests'; messages: { messageId: string; receiptHandle: string; body: string }[] };

const expected =
  'send {"schedule":{}} to run what is due, {"run":{"source":"NAME"}} to run a source, nothing to run all, or messages of the request queue';

/** Tells what an event asks for. @throws UnknownEventError */
export const readEvent = (event: unknown): IngestionEvent => {
  const messages = queued.safeParse(event);
  if (messages.success) return { kind: 'requests', messages: messages.data.Records };
  const run = byHand.safeParse(event);
  if (run.success) return { kind: 'run', ...run.data.run };
  if (empty.safeParse(event).success) return { kind: 'all' };
  const schedule = scheduled.safeParse(event);
  if (!schedule.success) throw new UnknownEventError(expected);
  return { kind: 'schedule', ...('schedule' in schedule.data ? schedule.data.schedule : {}) };
};

/** A message of the request queue that is no request: after its last delivery it is a dead letter. */
class UnreadableRequestError extends Error {
  constructor(cause: unknown) {
    super('the message is no request to run a source', { cause });
    this.name = 'UnreadableRequestError';
  }
}

/** The request to run a source that a message of the request queue holds. @throws UnreadableRequestError */
export const requestOf = (body: string): z.infer<typeof runRequestSchema> => {
  try {
    return runRequestSchema.parse(JSON.parse(body));
  } catch (error) {
    throw new UnreadableRequestError(error);
  }
};
