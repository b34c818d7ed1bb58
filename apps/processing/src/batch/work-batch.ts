import { expectPages, pageOf, processMessage, SettleTogether, type ProcessPorts } from '@twl/pipeline';
import type { Delivery } from '@twl/ports';
import { OneDelivery } from './one-delivery';
import { isShort, LogInTime, TimeLeft } from './out-of-time';

/**
 * Works off one delivery within a time: true when its message may be deleted. A page that is too large for the time goes on later from
 * where it stood. Never throws: what failed comes back.
 */
export const workDelivery = async (ports: ProcessPorts, delivery: Delivery, deadlineAt = Infinity): Promise<boolean> => {
  const time = new TimeLeft(ports.clock, deadlineAt);
  const queue = new OneDelivery(ports.pageQueue, delivery, time);
  try {
    const inTime = { records: time.boundOn(ports.records), pageQueue: queue, log: new LogInTime(ports.log) };
    await processMessage({ ...ports, ...inTime }, delivery);
    return queue.isDone;
  } catch (error) {
    ports.log.error('message.failed', error, { message: delivery.id });
    return false;
  }
};

/** What hands over one delivery after the other. */
export interface Batch {
  ports: ProcessPorts;
  deliveries: readonly Delivery[];
  deadlineAt: number;
  measured<T>(work: () => Promise<T>, run?: string): Promise<T>;
}

/**
 * Works off deliveries that came together, one after the other, and then settles their runs; gives those that come back. One that fails
 * keeps no other from being done. Those for which no time is left are sent anew.
 */
export const workBatch = async ({ ports, deliveries, deadlineAt, measured }: Batch): Promise<Delivery[]> => {
  const failed: Delivery[] = [];
  const settling = new SettleTogether();
  await expectPages(ports.ledger, deliveries);
  for (const [index, delivery] of deliveries.entries()) {
    if (index > 0 && isShort(ports.clock, deadlineAt)) {
      await ports.pageQueue.send(deliveries.slice(index).map(({ body }) => body));
      break;
    }
    const settled = { ...ports, settle: settling.after(delivery) };
    if (!(await measured(() => workDelivery(settled, delivery, deadlineAt), pageOf(delivery)?.run))) failed.push(delivery);
  }
  return [...failed, ...(await settling.all(ports, measured)).filter((delivery) => !failed.includes(delivery))];
};
