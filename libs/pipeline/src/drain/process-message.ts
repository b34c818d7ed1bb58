import type { Delivery } from '@twl/ports';
import { requestedPage } from '../pages/page-ref';
import type { ProcessPorts } from '../process/apply-message';
import { drainBatch } from './drain-batch';

/**
 * Works off one delivery: applies its page, settles its run and deletes the message; or puts the message back, or after the last attempt
 * sets the page aside as a dead letter. @throws only when the queue cannot delete the message
 */
export const processMessage = async (ports: ProcessPorts, delivery: Delivery): Promise<void> => {
  const { done } = await drainBatch(ports, [delivery]);
  for (const { receipt } of done) await ports.log.within({ runId: requestedPage(delivery)?.runId }, () => ports.pageQueue.ack(receipt));
};
