import { ManualClock, memoryEngine } from '@twl/ports/testing';
import { createResources, openAwsEngine } from '@twl/storage-aws';
import { emulatedAccess, ownNames } from '@twl/storage-aws/testing';
import type { EngineOpener } from './engines';

/**
 * Raw zone, records and books in S3 and DynamoDB as emulators have them; each history gets a table and a bucket of its own. The queues stay
 * in memory, since only there the simulated clock says when a message can be seen again. A pause between two attempts takes no simulated time:
 * the world does not move on before a call is done.
 */
export const emulated: EngineOpener = async (clock) => {
  const access = emulatedAccess();
  const names = ownNames();
  await createResources({ access, ...names });
  const { pageQueue, requestQueue } = memoryEngine({ clock });
  const engine = await openAwsEngine({ access, clock, waits: new ManualClock({ auto: true }), ...names });
  return { engine: { ...engine, pageQueue, requestQueue }, close: () => engine.close() };
};
