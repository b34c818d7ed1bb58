import { createHash, randomUUID } from 'node:crypto';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { maxRunEvents, type HistoryEvent } from '@twl/contracts';
import { RunHistory } from '@twl/ports';
import { translatedAws } from '../clients/aws-error';
import { historyPrefix } from './bucket';

/** Objects that are read of a run; each has all that one process told at a time. */
const maxObjects = 100;

/** Events of runs as objects, which the lifecycle of the bucket removes. */
export class S3History extends RunHistory {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {
    super();
  }

  async append(runId: string, events: readonly HistoryEvent[]): Promise<void> {
    const [first] = events;
    if (!first) return;
    const Key = `${prefixOf(runId)}${Date.parse(first.at)}-${randomUUID()}`;
    const Body = events
      .slice(0, maxRunEvents)
      .map((event) => JSON.stringify(event))
      .join('\n');
    await translatedAws(this.name, () =>
      this.client.send(new PutObjectCommand({ Bucket: this.bucket, Key, Body, ContentType: 'application/x-ndjson' })),
    );
  }

  async read(runId: string): Promise<HistoryEvent[]> {
    const listing = new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefixOf(runId), MaxKeys: maxObjects });
    const { Contents = [] } = await translatedAws(this.name, () => this.client.send(listing));
    const texts = await Promise.all(Contents.map(({ Key }) => this.textOf(Key ?? '')));
    const events = texts.flatMap((text) => text.split('\n').map((line) => JSON.parse(line) as HistoryEvent));
    return events.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).slice(0, maxRunEvents);
  }

  private async textOf(Key: string): Promise<string> {
    return translatedAws(this.name, async () => {
      const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key }));
      return (await Body?.transformToString()) ?? '';
    });
  }

  private get name(): string {
    return `history of runs in bucket ${this.bucket}`;
  }
}

const prefixOf = (runId: string): string => `${historyPrefix}${createHash('sha256').update(runId).digest('hex').slice(0, 32)}/`;
