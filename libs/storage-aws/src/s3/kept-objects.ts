import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { translatedAws } from '../clients/aws-error';

/** Small things that outlive every process and are no pages: keys and tokens. They are secrets, below `kept/` in the bucket. */
export class KeptObjects {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  async load(name: string): Promise<string | undefined> {
    return translatedAws(this.nameOf(name), async () => {
      try {
        const { Body } = await this.client.send(new GetObjectCommand(this.placeOf(name)));
        return await Body?.transformToString();
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined;
        throw error;
      }
    });
  }

  async save(name: string, value: string): Promise<void> {
    await translatedAws(this.nameOf(name), () => this.client.send(new PutObjectCommand({ ...this.placeOf(name), Body: value })));
  }

  /** What is kept under a name, made if there is nothing: of two that come at once both get the one that was kept. */
  async loadOrMake(name: string, make: () => string): Promise<string> {
    const known = await this.load(name);
    if (known !== undefined) return known;
    const value = make();
    const put = new PutObjectCommand({ ...this.placeOf(name), Body: value, IfNoneMatch: '*' });
    const isTaken = await translatedAws(this.nameOf(name), () => this.client.send(put)).then(
      () => false,
      (error: unknown) => {
        if (statusOf(error) === 412 || statusOf(error) === 409) return true;
        throw error;
      },
    );
    return isTaken ? this.loadOrMake(name, make) : value;
  }

  private placeOf(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket, Key: `kept/${createHash('sha256').update(name).digest('hex').slice(0, 32)}` };
  }

  private nameOf(name: string): string {
    return `kept object ${JSON.stringify(name)} in bucket ${this.bucket}`;
  }
}

const statusOf = (error: unknown): number | undefined =>
  ((error as Error).cause as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode;
