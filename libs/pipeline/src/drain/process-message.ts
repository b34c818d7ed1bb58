import type { Delivery } from '@twl/ports';
import { requestedPage } from '../pages/requested-page';
import type { ProcessPorts } from '../process/apply-message';
import { drainBatch } from './drain-batch';

/**
 * Processes one delivery: applies its page, settles its run and deletes the message. If that fails, puts the message back, or parks the page after
 * the last attempt. @throws only when the queue cannot delete the message
 */
export const processMessage = async (ports: ProcessPorts, delivery: Delivery): Promise<void> => {
  const { done } = await drainBatch(ports, [delivery]);
  for (const { receipt } of done) await ports.log.within({ runId: requestedPage(delivery)?.runId }, () => ports.pageQueue.ack(receipt));
};
