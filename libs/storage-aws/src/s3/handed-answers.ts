import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '@twl/ports';
import { translatedAws } from '../clients/aws-error';
import { answersPrefix } from './bucket';

/** How long an address is good for, s. */
const goodFor = 300;

/** Answers that are too large for the way they were asked for, kept in the bucket for a day: whoever has the address reads them there. */
export class HandedAnswers {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    private readonly clock: Clock,
  ) {}

  /** Puts an answer aside, equal ones once; gives an address that brings it for five minutes. @throws AwsError */
  async handOver(answer: { body: Uint8Array; contentType: string; disposition?: string }): Promise<{ url: string; expiresAt: string }> {
    const { body, contentType: ContentType, disposition: ContentDisposition } = answer;
    const described = { ContentType, ContentDisposition };
    const name = createHash('sha256').update(JSON.stringify(described)).update(body).digest('hex');
    const place = { Bucket: this.bucket, Key: `${answersPrefix}${name}` };
    return translatedAws(`object ${place.Key} of bucket ${this.bucket}`, async () => {
      await this.client.send(new PutObjectCommand({ ...place, ...described, Body: body, CacheControl: 'private, no-store' }));
      // Loaded when something is handed over, which is seldom.
      const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
      const expiresAt = new Date(this.clock.now() + goodFor * 1000).toISOString();
      return { url: await getSignedUrl(this.client, new GetObjectCommand(place), { expiresIn: goodFor }), expiresAt };
    });
  }
}
