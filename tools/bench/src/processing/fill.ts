import { noCounts, pageIdOf, type PageMeta } from '@twl/contracts';
import { messageOf, rawKeyOf } from '@twl/pipeline';
import { type Lease, payloadOf } from '@twl/ports';
import { bodies, type Load } from './records';
import type { Workspace } from './workspace';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** Stores and books the pages of a load and puts their messages on the queue, as ingestion does. */
export const fill = async ({ engine, clock, stream }: Workspace, load: Load): Promise<void> => {
  const { source, name } = stream;
  const id = `load-${load.revision}-${clock.now()}`;
  const begun = await engine.runs.begin({
    id,
    source,
    stream: name,
    trigger: 'manual',
    at: clock.iso(),
    owner: 'bench',
    leaseMs: 3_600_000,
  });
  if (begun.kind !== 'started') throw new Error(`the run did not start: ${begun.kind}`);
  let [pages, bytes] = [0, 0];
  for (const text of bodies(load)) {
    bytes += await keep(engine, begun.lease, { text, pageIndex: pages++, fetchedAt: clock.iso(), manifest: stream.manifest });
  }
  await engine.runs.endFetch(begun.lease, { state: 'complete', unmodified: noCounts(), bytesSaved: 0 }, { pages, bytes });
};

const keep = async (
  { raw, ledger, pageQueue }: Workspace['engine'],
  lease: Lease,
  { text, pageIndex, fetchedAt, manifest }: { text: string; pageIndex: number; fetchedAt: string; manifest: string },
): Promise<number> => {
  const body = payloadOf(text);
  const meta: PageMeta = {
    v: 2,
    ...pageIdOf({ ...lease, pageIndex }),
    trigger: 'manual',
    partition: {},
    interval: {},
    fetchedAt,
    request: { method: 'GET', url: `https://shop.example/orders?page=${pageIndex}` },
    status: 200,
    headers: {},
    contentType: 'application/json',
    sha256: body.sha256,
    bytes: body.bytes,
    manifest,
  };
  const key = rawKeyOf(meta);
  await raw.put(key, meta, body);
  const page = { ...pageIdOf(meta), key, sha256: body.sha256, bytes: body.bytes, fetchedAt };
  await ledger.enter(lease, page);
  await pageQueue.send([messageOf(page, traceparent)]);
  return body.bytes;
};
