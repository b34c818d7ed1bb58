import type { Engine } from '@twl/ports';
import { ManualClock, workQueueContract } from '@twl/ports/testing';
import { emulatedQueue } from '../testing/buckets-and-queues';
import { advanceEmulators, emulatedClients } from '../testing/emulators';

workQueueContract('SQS', async () => {
  const clients = emulatedClients();
  const clock = new ManualClock();
  const [pageQueue, requestQueue] = await Promise.all([emulatedQueue(clients, clock), emulatedQueue(clients, clock)]);
  return {
    engine: { pageQueue, requestQueue } as unknown as Engine,
    advance: async (ms) => {
      advanceEmulators(ms);
      await clock.advance(ms);
    },
    close: async () => clients.close(),
  };
});
