import { createHash, randomBytes } from 'node:crypto';
import { CreateBucketCommand, HeadObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { RawConflictError, type Payload, payloadOf, readPayload } from '@twl/ports';
import { makePageMeta, makeRawKey } from '@twl/ports/testing';
import { AwsClients } from '../clients/aws-clients';
import { emulatedClients, emulators, ownName } from '../testing/emulators';
import { startFaultProxy, type FaultProxy } from '../testing/fault-proxy';
import { S3RawStore } from './s3-raw-store';

const megabyte = 1024 * 1024;

describe('a raw store in S3', () => {
  const bucket = ownName();
  const direct = emulatedClients();
  const key = () => makeRawKey({ runSeq: ++seq });
  let seq = 0;
  let proxy: FaultProxy;
  let clients: AwsClients;
  let raw: S3RawStore;

  beforeAll(async () => {
    await direct.s3.send(new CreateBucketCommand({ Bucket: bucket }));
    proxy = await startFaultProxy(emulators().aws);
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    clients = new AwsClients({ region: 'us-east-1', credentials, endpoint: proxy.url });
    raw = new S3RawStore(clients.s3, bucket);
  });

  afterEach(() => {
    proxy.faultOf = () => undefined;
  });

  afterAll(async () => {
    clients.close();
    direct.close();
    await proxy.close();
  });

  const put = (at: string, body: Payload, more = {}) =>
    raw.put(at, makePageMeta({ sha256: body.sha256, bytes: body.bytes, ...more }), body);

  it('accepts a put again whose response was lost', async () => {
    let puts = 0;
    proxy.faultOf = ({ method }) => (method === 'PUT' && ++puts === 1 ? 'lose-answer' : undefined);
    const at = key();
    expect(await put(at, payloadOf('once'))).toBe('existed');
    expect(String(await readPayload((await raw.get(at))!.body))).toBe('once');
  });

  it('outlasts an S3 that is busy for a moment', async () => {
    let left = 3;
    proxy.faultOf = () => (left-- > 0 ? { status: 503, body: '<Error><Code>SlowDown</Code></Error>' } : undefined);
    const at = key();
    expect(await put(at, payloadOf('patience'))).toBe('stored');
  });

  it('says that a retry can help when S3 stays busy', async () => {
    clients.deadline.at = Date.now() + 1500;
    proxy.faultOf = () => ({ status: 503, body: '<Error><Code>SlowDown</Code><Message>slow down</Message></Error>' });
    await expect(put(key(), payloadOf('never'))).rejects.toMatchObject({ code: 'AWS_THROTTLED', retryable: true });
    await expect(raw.get(key())).rejects.toMatchObject({ retryable: true });
    clients.deadline.at = Infinity;
  });

  it('says which permission is missing, and that a retry does not help', async () => {
    proxy.faultOf = () => ({ status: 403, body: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>' });
    await expect(put(key(), payloadOf('x'))).rejects.toMatchObject({ code: 'AWS_DENIED', retryable: false });
  });

  it('names a bucket that does not exist', async () => {
    await expect(new S3RawStore(clients.s3, 'nowhere-at-all').check()).rejects.toMatchObject({ retryable: false });
    await expect(new S3RawStore(clients.s3, 'nowhere-at-all').put(key(), makePageMeta(), payloadOf('x'))).rejects.toThrow('nowhere-at-all');
  });

  describe('metadata', () => {
    it('is complete when it is longer than S3 takes in a header', async () => {
      const long = { partition: { text: 'ä  \u0000'.repeat(2000) }, headers: { link: 'x'.repeat(5000) } };
      const at = key();
      const body = payloadOf('long');
      expect(await put(at, body, long)).toBe('stored');
      expect((await raw.get(at))?.meta).toEqual(makePageMeta({ sha256: body.sha256, bytes: body.bytes, ...long }));
      await raw.remove(at);
      const left = await direct.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'raw-meta/' }));
      expect(left.KeyCount).toBe(0);
    });

    it('keeps big integers and characters that headers do not carry', async () => {
      const partition = { shop: 12345678901234567890n, name: 'a  b\tü\n' };
      const at = key();
      await put(at, payloadOf('odd'), { partition });
      expect((await raw.get(at))?.meta.partition).toEqual(partition);
    });

    it('is in the header of the object, readable without the product', async () => {
      const at = key();
      await put(at, payloadOf('plain'));
      const { Metadata } = await direct.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: at }));
      expect(JSON.parse(Metadata!['page']!)).toMatchObject({ v: 2, source: 'shop', sha256: payloadOf('plain').sha256 });
    });
  });

  describe('a large body', () => {
    const pieces = 10;
    const body = (): Payload => {
      const piece = (n: number) => createHash('sha512').update(`${n}`).digest();
      const hash = createHash('sha256');
      const blocks = Array.from({ length: 16 }, (_, n) =>
        Buffer.concat(Array.from({ length: megabyte / 64 / 16 }, (_, i) => piece(n * 9999 + i))),
      );
      const chunk = Buffer.concat(blocks);
      const chunks = Array.from({ length: pieces }, (_, n) => Buffer.concat([chunk.subarray(n), Buffer.alloc(n, n)]));
      for (const part of chunks) hash.update(part);
      return {
        bytes: chunks.reduce((sum, part) => sum + part.length, 0),
        sha256: hash.digest('hex'),
        open: async function* () {
          yield* chunks;
        },
        dispose: async () => undefined,
      };
    };

    it('is sent and read in parts, and refuses another content', async () => {
      const at = key();
      const random = randomBytes(20 * megabyte);
      const large = payloadOf(random);
      expect(await put(at, large)).toBe('stored');
      expect(clients.meter.total.requests['S3.UploadPart']).toBeGreaterThanOrEqual(3);
      expect((await readPayload((await raw.get(at))!.body)).equals(random)).toBe(true);
      expect(await put(at, large)).toBe('existed');
      await expect(put(at, body())).rejects.toThrow(RawConflictError);
    });

    it('leaves no parts behind when it fails on the way', async () => {
      let parts = 0;
      proxy.faultOf = ({ path }) => (path.includes('partNumber') && ++parts > 1 ? { status: 403 } : undefined);
      await expect(put(key(), payloadOf(randomBytes(20 * megabyte)))).rejects.toMatchObject({ code: 'AWS_DENIED' });
      const { Uploads = [] } = await direct.s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
      expect(Uploads).toEqual([]);
    });
  });
});
