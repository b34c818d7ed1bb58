import type { Engine } from '@twl/ports';
import { exportFilesContract, ManualClock, rawStoreContract } from '@twl/ports/testing';
import { emulatedBucket } from '../testing/buckets-and-queues';
import { emulatedClients } from '../testing/emulators';
import { S3ExportFiles } from './s3-export-files';
import { S3RawStore } from './s3-raw-store';

const open = async () => {
  const clients = emulatedClients();
  const clock = new ManualClock();
  const bucket = await emulatedBucket(clients);
  const raw = new S3RawStore(clients.s3, bucket);
  const exportFiles = new S3ExportFiles(clients.s3, bucket, clock);
  const advance = (ms: number) => clock.advance(ms);
  return { engine: { raw, exportFiles } as unknown as Engine, advance, close: async () => clients.close() };
};

rawStoreContract('S3', open);
exportFilesContract('S3', open);
