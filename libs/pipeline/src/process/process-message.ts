import { pageMessageSchema, type PageMessage, type Reason } from '@twl/contracts';
import { isInfrastructure, TwlError, type Delivery, type PageEntry, type PageRef, type WorkQueue, messageOf } from '@twl/ports';
import { settleRun, type SettlePorts } from '../runs/settle-run';
import { sendLateAgain } from '../deletions/keep-late-page';
import { applyPage, type ApplyPorts } from './apply-page';
import { refOf } from '../pages/page-ref';
import { failureOf } from '../records/sighting';

/** What processing needs. */
export interface ProcessPorts extends ApplyPorts, SettlePorts {
  pageQueue: WorkQueue;
  /** Called after a page is dealt with, in the place of settling its run. */
  settle?: (run: string) => Promise<void>;
}

/** How long a message is hidden after it failed the n-th time, ms. */
export const retryDelay = (receives: number): number => Math.min(60_000, 500 * 2 ** receives);

/**
 * Works off one delivery: applies its page and takes the message off the queue, or puts it back, or after the last try sets the page
 * aside as a dead letter. Never throws for what a message or a page does; only when the stores cannot be reached to say so.
 */
export const processMessage = async (ports: ProcessPorts, delivery: Delivery): Promise<void> => {
  const message = pageMessageSchema.safeParse(delivery.body);
  if (!message.success) {
    ports.log.error('message.unreadable', message.error, { message: delivery.id, receives: delivery.receives });
    await ports.pageQueue.release(delivery.receipt, retryDelay(delivery.receives));
    return;
  }
  const ref = refOf(message.data);
  try {
    const page = await applyPage(ports, ref);
    await settle(ports, page.run);
    if (delivery.receives > 1) await sendLateAgain(ports, page.run);
    ports.log.info('page.applied', { ...ref, state: page.status, ...page.counts });
  } catch (error) {
    // What our own storage cannot do says nothing of the page: its message comes back, and the sweeper sends the page again after the last time.
    const isLast =
      !isInfrastructure(error) && (delivery.receives >= ports.pageQueue.maxReceives || (error instanceof TwlError && !error.retryable));
    ports.log.error('page.failed', error, { ...ref, receives: delivery.receives, isLast });
    if (!isLast) return ports.pageQueue.release(delivery.receipt, retryDelay(delivery.receives));
    await park(ports, { message: message.data, error, attempts: delivery.receives });
  }
  await ports.pageQueue.ack(delivery.receipt);
};

const settle = async (ports: ProcessPorts, run: string): Promise<void> => {
  if (ports.settle) await ports.settle(run);
  else await settleRun(ports, run);
};

const reasonOf = (error: unknown): Reason => {
  const code = error instanceof TwlError ? error.code : '';
  return code === 'RAW_MISSING' || code === 'RAW_CORRUPT' ? code : 'UNPROCESSABLE';
};

const park = async (ports: ProcessPorts, failed: { message: PageMessage; error: unknown; attempts: number }): Promise<void> => {
  const { message, error, attempts } = failed;
  const ref = refOf(message);
  const page = (await ports.ledger.get(ref)) ?? unknownPage(message);
  const detail = messageOf(error);
  await ports.ledger.park(ref, failureOf(page, { kind: 'message', reason: reasonOf(error), detail, data: message, attempts }));
  await settle(ports, ref.run);
};

const unknownPage = (message: PageMessage): Pick<PageEntry, keyof PageRef | 'key' | 'fetchedAt'> => ({
  ...refOf(message),
  key: message.page.key,
  fetchedAt: message.fetchedAt,
});
