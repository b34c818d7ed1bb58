import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '@twl/ports';
import { translatedAws } from '../clients/aws-error';
import { responsesPrefix } from './bucket';

/** How long an address is valid, s. */
const validSeconds = 300;

/** Responses that are too large for the caller's channel, stored in the bucket for a day. Anyone with the address can read them there. */
export class LargeResponses {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    private readonly clock: Clock,
  ) {}

  /** Stores a response, equal ones once; returns an address that is valid for five minutes. @throws AwsError */
  async store(response: { body: Uint8Array; contentType: string; disposition?: string }): Promise<{ url: string; expiresAt: string }> {
    const { body, contentType: ContentType, disposition: ContentDisposition } = response;
    const described = { ContentType, ContentDisposition };
    const name = createHash('sha256').update(JSON.stringify(described)).update(body).digest('hex');
    const location = { Bucket: this.bucket, Key: `${responsesPrefix}${name}` };
    return translatedAws(`object ${location.Key} of bucket ${this.bucket}`, async () => {
      await this.client.send(new PutObjectCommand({ ...location, ...described, Body: body, CacheControl: 'private, no-store' }));
      // Loaded on demand, because it is seldom needed.
      const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
      const expiresAt = new Date(this.clock.now() + validSeconds * 1000).toISOString();
      return { url: await getSignedUrl(this.client, new GetObjectCommand(location), { expiresIn: validSeconds }), expiresAt };
    });
  }
}
