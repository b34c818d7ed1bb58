import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { packedParts } from './parts';

/** An object to write if its key is free. */
export interface NewObject {
  client: S3Client;
  address: { Bucket: string; Key: string };
  metadata: Record<string, string>;
  content: AsyncIterable<Uint8Array>;
}

/** If two writers meet, S3 tells one to try again, each time they meet. */
const conflictLimit = 5;

const httpStatusOf = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

/** The response is 412 for a key that is taken, and 409 for one that is being taken. */
const writeUnlessTaken = async (write: () => Promise<unknown>): Promise<boolean> => {
  for (let attempt = 1; ; attempt++) {
    try {
      await write();
      return true;
    } catch (error) {
      if (httpStatusOf(error) === 412) return false;
      if (httpStatusOf(error) !== 409 || attempt === conflictLimit) throw error;
    }
  }
};

/** Writes a packed object; returns false if its key is taken. An object of more than one part is sent in parts. */
export const writeOnce = async ({ client, address, metadata, content }: NewObject): Promise<boolean> => {
  const parts = packedParts(content);
  const first = await parts.next();
  const second = await parts.next();
  const described = { ...address, Metadata: metadata, ContentType: 'application/gzip' };
  if (second.done === true) {
    return writeUnlessTaken(() => client.send(new PutObjectCommand({ ...described, Body: first.value as Buffer, IfNoneMatch: '*' })));
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield first.value as Buffer;
    yield second.value as Buffer;
    yield* parts;
  }
  return writeInParts(client, described, all());
};

/** What is said of an object, with its place. */
type DescribedObject = Pick<PutObjectCommandInput, 'ContentType' | 'ContentDisposition' | 'CacheControl' | 'Metadata'> & {
  Bucket: string;
  Key: string;
};

/** Writes an object of parts in place of any other. An object of more than one part is sent in parts. */
export const uploadParts = async (client: S3Client, described: DescribedObject, parts: AsyncGenerator<Buffer>): Promise<void> => {
  const first = await parts.next();
  const second = first.done === true ? first : await parts.next();
  if (second.done === true) {
    await client.send(new PutObjectCommand({ ...described, Body: first.done === true ? Buffer.alloc(0) : first.value }));
    return;
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield first.value as Buffer;
    yield second.value as Buffer;
    yield* parts;
  }
  await writeInParts(client, { ...described, mayReplace: true }, all());
};

const writeInParts = async (
  client: S3Client,
  { mayReplace = false, ...described }: DescribedObject & { mayReplace?: boolean },
  parts: AsyncIterable<Buffer>,
): Promise<boolean> => {
  const { Bucket, Key } = described;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(described));
  const upload = { Bucket, Key, UploadId };
  try {
    const Parts: CompletedPart[] = [];
    for await (const Body of parts) {
      const PartNumber = Parts.length + 1;
      const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      Parts.push({ ETag, PartNumber });
    }
    const complete = new CompleteMultipartUploadCommand({
      ...upload,
      MultipartUpload: { Parts },
      ...(!mayReplace && { IfNoneMatch: '*' }),
    });
    const isWritten = await writeUnlessTaken(() => client.send(complete));
    if (!isWritten) await client.send(new AbortMultipartUploadCommand(upload));
    return isWritten;
  } catch (error) {
    // The parts of an unfinished upload are kept and billed.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
};
