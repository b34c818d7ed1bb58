import { randomUUID } from 'node:crypto';
import { memoryEngine } from '@twl/ports/testing';
import { createResources, openAwsEngine } from '@twl/storage-aws';
import type { OpenEngine } from './engines';

/**
 * Raw zone, records and books in S3 and DynamoDB as emulators have them; each history gets a table and a bucket of its own. The queues stay
 * in memory, since only there the simulated clock says when a message can be seen again.
 */
export const emulated: OpenEngine = async (clock) => {
  const { TWL_TEST_MOTO: endpoint = '', TWL_TEST_DYNAMO: dynamodb = '' } = process.env;
  const access = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    endpoint,
    endpoints: { dynamodb },
  };
  const id = randomUUID().slice(0, 13);
  const names = { table: `s-${id}`, bucket: `s-${id}`, pageQueue: `pages-${id}`, requestQueue: `requests-${id}` };
  await createResources({ access, ...names });
  const { pageQueue, requestQueue } = memoryEngine({ clock });
  const engine = await openAwsEngine({ access, clock, ...names });
  return { engine: { ...engine, pageQueue, requestQueue }, close: () => engine.close() };
};
