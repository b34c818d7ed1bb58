import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { PageMeta } from '@twl/contracts';
import { type Payload, RawConflictError, type RawEntry, type RawFilter, RawStore, requireValue } from '@twl/ports';
import { AwsError, translateAws, translatedAws } from '../clients/aws-error';
import { inOrder } from './in-order';
import { objectKeys } from './list-objects';
import { keyOfObject, objectKeyOf } from './object-key';
import { metadataKeyOf, readMetadata, writeMetadata } from './page-metadata';
import { partBytes } from './parts';
import { rangeBytes, storedBody } from './stored-body';
import { writeOnce } from './upload';

/** Objects of a listing whose metadata is requested at the same time. */
const headsAtOnce = 16;

/**
 * The raw store as objects of one S3 bucket, at the keys that the pipeline makes: the packed body, with the page's metadata in its header.
 * Write-once by condition, so that a put whose response was lost can be repeated.
 */
export class S3RawStore extends RawStore {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {
    super();
  }

  async put(key: string, meta: PageMeta, body: Payload): Promise<'stored' | 'existed'> {
    return translatedAws(this.nameOf(key), async () => {
      // A body that takes many requests is not sent if it exists.
      if (body.bytes > partBytes && (await this.isThere(key, body.sha256))) return 'existed';
      const { header, separate } = writeMetadata(meta);
      if (separate) await this.client.send(new PutObjectCommand({ ...this.at(separate.objectKey), Body: separate.text }));
      const address = this.at(objectKeyOf(key));
      const isStored = await writeOnce({ client: this.client, address, metadata: header, content: body.open() });
      if (isStored) return 'stored';
      if (await this.isThere(key, body.sha256)) return 'existed';
      throw new AwsError('AWS_UNAVAILABLE', `${this.nameOf(key)} came and went`);
    });
  }

  async get(key: string): Promise<{ meta: PageMeta; body: Payload } | undefined> {
    const location = this.at(objectKeyOf(key));
    try {
      const range = `bytes=0-${rangeBytes - 1}`;
      const {
        Body,
        Metadata = {},
        ContentRange,
        ContentLength,
        ETag,
      } = await this.client.send(new GetObjectCommand({ ...location, Range: range }));
      const first = await requireValue(Body, `body of object ${key}`).transformToByteArray();
      const total = Number(/\/(\d+)$/.exec(ContentRange ?? '')?.[1] ?? ContentLength ?? first.length);
      const meta = await this.metaOf(Metadata, key);
      return { meta, body: storedBody({ client: this.client, location, first, total, etag: ETag, meta }) };
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw translateAws(error, this.nameOf(key));
    }
  }

  async *list(filter: RawFilter): AsyncIterable<RawEntry> {
    const keys = objectKeys({ client: this.client, bucket: this.bucket, filter });
    const entries = inOrder(keys, headsAtOnce, (objectKey) => this.entryOf(keyOfObject(objectKey)));
    try {
      for await (const entry of entries) {
        if (entry?.meta.source === filter.source && (filter.stream ?? entry.meta.stream) === entry.meta.stream) yield entry;
      }
    } catch (error) {
      throw translateAws(error, `the raw zone of ${filter.source} in bucket ${this.bucket}`);
    }
  }

  async remove(key: string): Promise<void> {
    await translatedAws(this.nameOf(key), async () => {
      const separate = metadataKeyOf((await this.head(key))?.Metadata);
      await this.client.send(new DeleteObjectCommand(this.at(objectKeyOf(key))));
      if (separate !== undefined) await this.client.send(new DeleteObjectCommand(this.at(separate)));
    });
  }

  /** Checks that the bucket exists and can be used. @throws AwsError */
  async check(): Promise<void> {
    await translatedAws(`bucket ${this.bucket}`, () => this.client.send(new HeadBucketCommand({ Bucket: this.bucket })));
  }

  /** @throws RawConflictError if another content is stored */
  private async isThere(key: string, sha256: string): Promise<boolean> {
    const found = await this.head(key);
    if (found && found.Metadata?.['sha256'] !== sha256) throw new RawConflictError(key);
    return found !== undefined;
  }

  private async head(key: string): Promise<{ Metadata?: Record<string, string> } | undefined> {
    try {
      return await this.client.send(new HeadObjectCommand(this.at(objectKeyOf(key))));
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  /** An object that was removed since it was listed is skipped. */
  private async entryOf(key: string): Promise<RawEntry | undefined> {
    const found = await this.head(key);
    return found && { key, meta: await this.metaOf(found.Metadata ?? {}, key) };
  }

  private async metaOf(header: Record<string, string>, key: string): Promise<PageMeta> {
    try {
      return await readMetadata(header, async (objectKey) => {
        const { Body } = await this.client.send(new GetObjectCommand(this.at(objectKey)));
        return Body?.transformToString();
      });
    } catch (error) {
      if (!(error instanceof SyntaxError) && (error as Error).name !== 'ZodError') throw error;
      throw new AwsError('AWS_REFUSED', `${this.nameOf(key)}: its metadata is not that of a page`, error);
    }
  }

  private at(objectKey: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket, Key: objectKey };
  }

  private nameOf(key: string): string {
    return `raw object ${JSON.stringify(key)} in bucket ${this.bucket}`;
  }
}

const isAbsent = (error: unknown): boolean => ['NoSuchKey', 'NotFound'].includes((error as Error).name);
