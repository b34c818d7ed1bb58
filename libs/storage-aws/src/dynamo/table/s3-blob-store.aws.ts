import { createBucket } from '../../s3/bucket';
import { emulatedClients, ownName } from '../../testing/emulators';
import { Bodies } from '../items/bodies';
import { S3BlobStore } from './s3-blob-store';

describe('large bodies in S3', () => {
  const clients = emulatedClients();
  const bucket = ownName();
  beforeAll(() => createBucket(clients.s3, bucket));
  afterAll(() => clients.close());

  it('come back, and can be put again', async () => {
    const bodies = new Bodies(new S3BlobStore(clients.s3, bucket));
    const value = { list: Array.from({ length: 40_000 }, (_, n) => `${n * 7919}`) };
    const stored = await bodies.store(value);
    expect(stored).toEqual({ x: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await bodies.store(value)).toEqual(stored);
    expect(await bodies.read(stored)).toEqual(value);
  });

  it('that do not exist are named', async () => {
    await expect(new S3BlobStore(clients.s3, bucket).get('none')).rejects.toThrow(`object bodies/none of bucket ${bucket}`);
  });
});
