import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { requireValue } from '@twl/ports';
import { translatedAws } from '../../clients/aws-error';
import type { BlobStore } from './blob-store';

/** Large bodies as objects of a bucket, below `bodies/`. */
export class S3BlobStore implements BlobStore {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  async put(name: string, body: Uint8Array): Promise<void> {
    const input = { Bucket: this.bucket, Key: `bodies/${name}`, Body: body };
    await translatedAws(`bucket ${this.bucket}`, () => this.client.send(new PutObjectCommand(input)));
  }

  async get(name: string): Promise<Uint8Array> {
    const input = { Bucket: this.bucket, Key: `bodies/${name}` };
    return translatedAws(`object bodies/${name} of bucket ${this.bucket}`, async () => {
      const { Body } = await this.client.send(new GetObjectCommand(input));
      return requireValue(Body, `body of object ${name}`).transformToByteArray();
    });
  }
}
