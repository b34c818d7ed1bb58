import { createHash } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ExportFiles, exportKeptMs, requireValue, type Clock, type NewExportFile, type StoredExportFile } from '@twl/ports';
import { translatedAws } from '../clients/aws-error';
import { responsesPrefix } from './bucket';
import { cutIntoParts } from './parts';
import { uploadParts } from './upload';

/** How long an address of a file is valid, s. */
const validSeconds = 300;

/** Files of exports in the bucket, beside the large responses, which a rule of the bucket removes after a day. */
export class S3ExportFiles extends ExportFiles {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    super();
  }

  async write({ id, contentType, fileName, content }: NewExportFile): Promise<number> {
    const location = this.#locationOf(id);
    const expires = String(this.clock.now() + exportKeptMs);
    const described = {
      ...location,
      ContentType: contentType,
      ContentDisposition: dispositionOf(fileName),
      CacheControl: 'private, no-store',
    };
    let bytes = 0;
    const counted = async function* () {
      for await (const chunk of content) {
        bytes += chunk.length;
        yield chunk;
      }
    };
    const Metadata = { expires, name: encodeURIComponent(fileName) };
    await translatedAws(this.#nameOf(location.Key), () => uploadParts(this.client, { ...described, Metadata }, cutIntoParts(counted())));
    return bytes;
  }

  async find(id: string): Promise<StoredExportFile | undefined> {
    const location = this.#locationOf(id);
    const found = await translatedAws(this.#nameOf(location.Key), () =>
      this.client.send(new HeadObjectCommand(location)).catch((error: unknown) => {
        if ((error as Error).name === 'NotFound') return undefined;
        throw error;
      }),
    );
    const expires = Number(found?.Metadata?.['expires'] ?? 0);
    if (!found || expires <= this.clock.now()) return undefined;
    return {
      ...{ bytes: found.ContentLength ?? 0, contentType: found.ContentType ?? 'application/octet-stream' },
      fileName: decodeURIComponent(found.Metadata?.['name'] ?? id),
      expiresAt: new Date(expires).toISOString(),
      address: () => this.#address(location),
      open: () => this.#read(location),
    };
  }

  async #address(location: { Bucket: string; Key: string }): Promise<{ url: string; expiresAt: string }> {
    // Loaded on demand, because it is seldom needed.
    const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
    const expiresAt = new Date(this.clock.now() + validSeconds * 1000).toISOString();
    return { url: await getSignedUrl(this.client, new GetObjectCommand(location), { expiresIn: validSeconds }), expiresAt };
  }

  async *#read(location: { Bucket: string; Key: string }): AsyncGenerator<Uint8Array> {
    const { Body } = await translatedAws(this.#nameOf(location.Key), () => this.client.send(new GetObjectCommand(location)));
    yield* requireValue(Body, 'body of an export') as unknown as AsyncIterable<Uint8Array>;
  }

  #locationOf(id: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket, Key: `${responsesPrefix}exports/${createHash('sha256').update(id).digest('hex')}` };
  }

  #nameOf(key: string): string {
    return `object ${key} of bucket ${this.bucket}`;
  }
}

const dispositionOf = (fileName: string): string => `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
