import type { Engine } from '@twl/ports';
import { rawStoreContract } from '@twl/ports/testing';
import { emulatedRawStore } from '../testing/buckets-and-queues';
import { emulatedClients } from '../testing/emulators';

rawStoreContract('S3', async () => {
  const clients = emulatedClients();
  const raw = await emulatedRawStore(clients);
  return { engine: { raw } as unknown as Engine, advance: async () => undefined, close: async () => clients.close() };
});
