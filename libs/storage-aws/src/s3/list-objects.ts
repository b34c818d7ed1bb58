import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { RawFilter } from '@twl/ports';
import { objectKeyOf } from './object-key';

/** What to list, and where. */
export interface ObjectFilter {
  client: S3Client;
  bucket: string;
  filter: RawFilter;
}

/** Yields the S3 keys of a source or a stream, in order. For a stream only the wanted days are requested. */
export async function* objectKeys({ client, bucket, filter }: ObjectFilter): AsyncGenerator<string> {
  const { source, stream, fromDay, toDay } = filter;
  const Prefix = `${objectKeyOf(`raw/source=${source}${stream === undefined ? '' : `/stream=${stream}`}`)}/`;
  const begin = stream !== undefined && fromDay !== undefined ? { StartAfter: `${Prefix}date=${fromDay}` } : {};
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix, ...begin, ContinuationToken }));
    for (const { Key = '' } of page.Contents ?? []) {
      const day = dayOf(Key);
      if (stream !== undefined && toDay !== undefined && day !== undefined && day > toDay) return;
      if (isWithinDays(day, filter)) yield Key;
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}

const dayOf = (key: string): string | undefined => /\/date=(\d{4}-\d\d-\d\d)\//.exec(key)?.[1];

const isWithinDays = (day: string | undefined, { fromDay = '', toDay = '~' }: RawFilter): boolean =>
  day === undefined || (fromDay <= day && day <= toDay);
