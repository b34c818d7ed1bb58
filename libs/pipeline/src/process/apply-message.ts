import { pageIdOf, pageMessageSchema, type PageMessage, type Reason } from '@twl/contracts';
import { errorText } from '@twl/json';
import { isInfrastructure, TwlError, type Delivery, type WorkFields, type WorkQueue } from '@twl/ports';
import type { SettlePorts } from '../runs/end-step';
import { applyPage, type ApplyPorts } from './apply-page';
import { OutOfTimeError } from './page-deadline';
import { failureOf } from '../records/item';

/** Ports for processing messages. */
export interface ProcessPorts extends ApplyPorts, SettlePorts {
  pageQueue: WorkQueue;
}

/** What to do with a message: `applied`: delete it and settle its run; `retry`: hide it for a while; `continue`: send it again, because the time is too short for its page. */
export type Verdict = { kind: 'applied'; runId: string } | { kind: 'retry'; delayMs: number } | { kind: 'continue' };

/** How long a message is hidden after it failed the n-th time, ms. */
export const retryDelay = (receives: number): number => Math.min(60_000, 500 * 2 ** receives);

/**
 * Applies the page of one delivery, and parks the page after the last attempt. The caller deals with the message and the run. Errors of a message
 * or a page are not thrown; it throws only when storage cannot be reached.
 */
export const applyMessage = async (ports: ProcessPorts, delivery: Delivery): Promise<Verdict> => {
  const message = pageMessageSchema.safeParse(delivery.body);
  if (message.success) return ports.log.within(workOf(message.data), () => applyParsed(ports, delivery, message.data));
  ports.log.error('message.unreadable', message.error, { message: delivery.id, receives: delivery.receives });
  return { kind: 'retry', delayMs: retryDelay(delivery.receives) };
};

const workOf = ({ runId, source, stream, pageIndex, traceparent }: PageMessage): WorkFields => ({
  ...{ work: 'page', runId, source, stream, pageIndex },
  traceparent,
});

const applyParsed = async (ports: ProcessPorts, { receives }: Delivery, message: PageMessage): Promise<Verdict> => {
  const ref = pageIdOf(message);
  try {
    const page = await applyPage(ports, ref);
    ports.log.info('page.applied', { ...ref, state: page.status, ...page.counts });
  } catch (error) {
    if (error instanceof OutOfTimeError) {
      ports.log.info('page.continued', { ...ref, receives });
      return { kind: 'continue' };
    }
    // An error of our own storage is not the fault of the page: the message is delivered again, and after the last attempt the sweeper sends the page again.
    const isLast = !isInfrastructure(error) && (receives >= ports.pageQueue.maxReceives || (error instanceof TwlError && !error.retryable));
    ports.log.error('page.failed', error, { ...ref, receives, isLast });
    if (!isLast) return { kind: 'retry', delayMs: retryDelay(receives) };
    await parkPage(ports, { message, error, attempts: receives });
  }
  return { kind: 'applied', runId: ref.runId };
};

const reasonOf = (error: unknown): Reason => {
  const code = error instanceof TwlError ? error.code : '';
  return code === 'RAW_MISSING' || code === 'RAW_CORRUPT' ? code : 'UNPROCESSABLE';
};

const parkPage = async (ports: ProcessPorts, failed: { message: PageMessage; error: unknown; attempts: number }): Promise<void> => {
  const { message, error, attempts } = failed;
  const page = (await ports.ledger.get(message)) ?? message;
  const detail = errorText(error);
  await ports.ledger.park(
    pageIdOf(message),
    failureOf(page, { kind: 'message', reason: reasonOf(error), detail, data: message, attempts }),
  );
};
