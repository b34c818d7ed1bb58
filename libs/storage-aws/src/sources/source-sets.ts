import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { TwlError, requireValue } from '@twl/ports';
import { translatedAws } from '../clients/aws-error';
import { isThere, writeSet } from './set-folder';
import { packSet, unpackSet, type PackedSet, type SourceSet } from './source-set';

/** Which set is in force, since when, and by whom. */
export interface SetPointer {
  digest: string;
  pushedAt: string;
  pushedBy: string;
  /** The previous set. */
  previous?: string;
}

/** A pointer as it was read: it can be moved unless another push has moved it. */
export interface ReadPointer extends SetPointer {
  etag: string;
}

/** A stored set, in force or not. */
export interface StoredSet {
  digest: string;
  storedAt: string;
}

/** Of two concurrent pushes the second one is refused. */
export class SetMovedError extends TwlError {
  readonly code = 'SOURCES_MOVED';
  readonly retryable = true;

  constructor() {
    super('another push changed the sources in the meantime: look at what is deployed now, and push again');
  }
}

const prefix = 'sources/';
const pointerKey = `${prefix}current.json`;
const setKey = (digest: string): string => `${prefix}sets/${digest}.json.gz`;

/**
 * The deployed sources, in a bucket: each push stores a whole set under its digest, then moves one pointer. A reader sees either the old
 * set or the new one.
 */
export class SourceSets {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  /** Undefined if nothing was ever pushed. @throws AwsError */
  async pointer(): Promise<ReadPointer | undefined> {
    const found = await this.read(pointerKey);
    if (!found) return undefined;
    const { digest, pushedAt, pushedBy, previous } = JSON.parse(Buffer.from(found.body).toString()) as SetPointer;
    if (!isDigest(digest)) throw new Error(`object ${pointerKey} of bucket ${this.bucket} names no set of sources: push the sources again`);
    return { digest, pushedAt, pushedBy, ...(previous !== undefined && { previous }), etag: found.etag };
  }

  /** Writes a stored set into a folder, unless it exists. @throws AwsError */
  async unpack(digest: string, folder: string): Promise<void> {
    if (await isThere(folder)) return;
    const set = await this.load(digest);
    if (!set) throw new Error(`the set of sources ${digest} is not stored: push the sources again`);
    await writeSet(set, folder);
  }

  /** Undefined if there is no such set. @throws AwsError */
  async load(digest: string): Promise<SourceSet | undefined> {
    const found = await this.read(setKey(digest));
    return found && unpackSet({ digest, body: found.body });
  }

  /** Stores a set; returns its digest. @throws AwsError */
  async keep(set: SourceSet): Promise<PackedSet['digest']> {
    const { digest, body } = await packSet(set);
    const described = { ContentType: 'application/json', ContentEncoding: 'gzip' };
    await this.put({ Key: setKey(digest), Body: body, ...described });
    return digest;
  }

  /** Puts a stored set in force. @param seen the pointer that was read before. @throws SetMovedError, AwsError */
  async moveTo({ digest, pushedAt, pushedBy }: SetPointer, seen: ReadPointer | undefined): Promise<void> {
    const previous = seen?.digest === digest ? seen.previous : seen?.digest;
    const text = JSON.stringify({ digest, pushedAt, pushedBy, ...(previous !== undefined && { previous }) } satisfies SetPointer);
    const condition = seen ? { IfMatch: seen.etag } : { IfNoneMatch: '*' };
    const moved = this.put({ Key: pointerKey, Body: text, ContentType: 'application/json', ...condition });
    await moved.catch((error: unknown) => {
      throw [409, 412].includes(httpStatusOf(error)) ? new SetMovedError() : error;
    });
  }

  /** Lists all stored sets, the newest first. @throws AwsError */
  async list(): Promise<StoredSet[]> {
    const sets: StoredSet[] = [];
    for (let ContinuationToken: string | undefined; ;) {
      const asked = new ListObjectsV2Command({ Bucket: this.bucket, Prefix: `${prefix}sets/`, ContinuationToken });
      const page = await translatedAws(`bucket ${this.bucket}`, () => this.client.send(asked));
      for (const { Key = '', LastModified } of page.Contents ?? []) {
        const digest = /([0-9a-f]{64})\.json\.gz$/.exec(Key)?.[1];
        if (digest !== undefined) sets.push({ digest, storedAt: LastModified?.toISOString() ?? '' });
      }
      ContinuationToken = page.NextContinuationToken;
      if (ContinuationToken === undefined) return sets.sort((a, b) => (a.storedAt < b.storedAt ? 1 : -1));
    }
  }

  private async read(Key: string): Promise<{ body: Uint8Array; etag: string } | undefined> {
    return translatedAws(`object ${Key} of bucket ${this.bucket}`, async () => {
      try {
        const { Body, ETag = '' } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key }));
        return { body: await requireValue(Body, 'body of a stored set of sources').transformToByteArray(), etag: ETag };
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined;
        throw error;
      }
    });
  }

  private async put(object: Omit<PutObjectCommandInput, 'Bucket'>): Promise<void> {
    const put = new PutObjectCommand({ Bucket: this.bucket, ...object });
    await translatedAws(`object ${object.Key} of bucket ${this.bucket}`, () => this.client.send(put));
  }
}

/** Returns true if a text can be the digest of a set. */
export const isDigest = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);

const httpStatusOf = (error: unknown): number =>
  ((error as Error).cause as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode ?? 0;
