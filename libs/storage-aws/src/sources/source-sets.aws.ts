import { PutObjectCommand } from '@aws-sdk/client-s3';
import { createBucket } from '../s3/bucket';
import { emulatedClients, ownName } from '../testing/emulators';
import { SetMovedError, SourceSets } from './source-sets';

const setOf = (text: string) => new Map([['shop/source.yaml', Buffer.from(text)]]);
const pushed = (digest: string) => ({ digest, pushedAt: '2026-01-01T00:00:00.000Z', pushedBy: 'ada' });

describe('deployed sources in S3', () => {
  const clients = emulatedClients();
  let bucket: string;
  let sets: SourceSets;

  beforeEach(async () => {
    bucket = ownName();
    await createBucket(clients.s3, bucket);
    sets = new SourceSets(clients.s3, bucket);
  });
  afterAll(() => clients.close());

  const push = async (text: string): Promise<string> => {
    const seen = await sets.pointer();
    const digest = await sets.keep(setOf(text));
    await sets.moveTo(pushed(digest), seen);
    return digest;
  };

  it('are none before the first push', async () => {
    expect(await sets.pointer()).toBeUndefined();
    expect(await sets.list()).toEqual([]);
    expect(await sets.load('0'.repeat(64))).toBeUndefined();
  });

  it('are in force once the pointer is moved', async () => {
    const digest = await sets.keep(setOf('title: one'));
    expect(await sets.pointer()).toBeUndefined();
    await sets.moveTo(pushed(digest), undefined);
    expect(await sets.pointer()).toMatchObject({ ...pushed(digest) });
    expect(Buffer.from((await sets.load(digest))!.get('shop/source.yaml')!).toString()).toBe('title: one');
  });

  it('remember the previous set, and go back to it', async () => {
    const [one, two] = [await push('title: one'), await push('title: two')];
    expect(await sets.pointer()).toMatchObject({ digest: two, previous: one });
    await sets.moveTo(pushed(one), await sets.pointer());
    expect(await sets.pointer()).toMatchObject({ digest: one, previous: two });
    expect((await sets.list()).map(({ digest }) => digest).sort()).toEqual([one, two].sort());
  });

  it('are not moved by a push that has not seen the latest one', async () => {
    const mine = await sets.keep(setOf('title: mine'));
    await push('title: theirs');
    await expect(sets.moveTo(pushed(mine), undefined)).rejects.toThrow(SetMovedError);
    const seen = await sets.pointer();
    await push('title: theirs again');
    await expect(sets.moveTo(pushed(mine), seen)).rejects.toThrow(SetMovedError);
  });

  it('name the pointer if it is invalid', async () => {
    await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'sources/current.json', Body: '{"digest":"../x"}' }));
    await expect(sets.pointer()).rejects.toThrow(`object sources/current.json of bucket ${bucket} names no set of sources`);
  });
});
