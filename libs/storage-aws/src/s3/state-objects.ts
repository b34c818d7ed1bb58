import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { translatedAws } from '../clients/aws-error';

/** Kinds of objects. Each has its own prefix in the bucket, so that each app gets only the permissions it needs. */
export type StateObjectKind = 'tokens' | 'keys' | 'memory';

/**
 * Small objects that outlive every process and are not pages: refresh tokens and keys, which are secrets, and what sources reported of
 * themselves.
 */
export class StateObjects {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    private readonly kind: StateObjectKind,
  ) {}

  async load(name: string): Promise<string | undefined> {
    return translatedAws(this.nameOf(name), async () => {
      try {
        const { Body } = await this.client.send(new GetObjectCommand(this.locationOf(name)));
        return await Body?.transformToString();
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined;
        throw error;
      }
    });
  }

  async save(name: string, value: string): Promise<void> {
    await translatedAws(this.nameOf(name), () => this.client.send(new PutObjectCommand({ ...this.locationOf(name), Body: value })));
  }

  /** Returns the value of a name, and makes it if there is none: of two concurrent calls both get the stored one. */
  async loadOrMake(name: string, make: () => string): Promise<string> {
    const known = await this.load(name);
    if (known !== undefined) return known;
    const value = make();
    const put = new PutObjectCommand({ ...this.locationOf(name), Body: value, IfNoneMatch: '*' });
    const isTaken = await translatedAws(this.nameOf(name), () => this.client.send(put)).then(
      () => false,
      (error: unknown) => {
        if (httpStatusOf(error) === 412 || httpStatusOf(error) === 409) return true;
        throw error;
      },
    );
    return isTaken ? this.loadOrMake(name, make) : value;
  }

  private locationOf(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket, Key: `${this.kind}/${createHash('sha256').update(name).digest('hex').slice(0, 32)}` };
  }

  private nameOf(name: string): string {
    return `${this.kind}: ${JSON.stringify(name)} in bucket ${this.bucket}`;
  }
}

const httpStatusOf = (error: unknown): number | undefined =>
  ((error as Error).cause as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode;
