import { noCounts, type CuratedRecord } from '@twl/contracts';

import {
  SourceCatalog,
  UnreadablePageError,
  requireValue,
  type Extracted,
  type Source,
  type SourceStream,
  type StoredRun,
  payloadOf,
} from '@twl/ports';
import { makeBegin, makePageMeta, makeRawKey, ManualClock, memoryEngine, RecordingLog } from '@twl/ports/testing';
import { deletionStep } from '../deletions/settle-deletions';
import { messageOf } from '../pages/page-message';
import type { ProcessPorts } from '../process/apply-message';

/** A stream whose pages are lists of numbers. */
const numbers = {
  source: 'shop',
  name: 'orders',
  settings: { volatileFields: [] },
  manifest: 'm1',
  async *extract(_meta: unknown, body: { open(): AsyncIterable<Uint8Array> }) {
    let text = '';
    for await (const chunk of body.open()) text += Buffer.from(chunk).toString();
    if (!text.startsWith('[')) throw new UnreadablePageError('UNPARSABLE', 'this is not a list');
    const items = (JSON.parse(text) as number[]).map((n, itemIndex): Extracted => ({
      kind: 'record',
      itemIndex,
      pointer: `/${itemIndex}`,
      data: { n },
      key: String(n),
      cursor: null,
      occurredAt: null,
      title: `${n}`,
    }));
    yield items;
  },
} as unknown as SourceStream;

class OneStream extends SourceCatalog {
  async list(): Promise<Source[]> {
    return [{ name: 'shop', streams: [numbers], problems: [] } as unknown as Source];
  }

  async get(name: string): Promise<Source | undefined> {
    return (await this.list()).find((source) => source.name === name);
  }
}

/** A run whose pages were fetched, in memory, with their messages on the queue. */
export const fetchedRun = async (pages: string[], writesPerCommit = 3) => {
  const [clock, log] = [new ManualClock(), new RecordingLog()];
  const engine = memoryEngine({ clock, writesPerCommit });
  const ports: ProcessPorts = { ...engine, catalog: new OneStream(), clock, log, fingerprintAlgorithm: 'md5', endSteps: [deletionStep] };
  const begun = await engine.runs.begin(makeBegin({ id: 'run-1' }));
  if (begun.kind !== 'started') throw new Error('the run did not start');
  for (const [pageIndex, text] of pages.entries()) {
    const body = payloadOf(text);
    const { sha256, bytes } = body;
    const key = makeRawKey({ pageIndex });
    await engine.raw.put(key, makePageMeta({ pageIndex, sha256, bytes, trigger: 'manual' }), body);
    const page = { source: 'shop', stream: 'orders', runId: 'run-1', runSeq: 1, pageIndex, key, sha256, bytes, fetchedAt: clock.iso() };
    await engine.ledger.enter(begun.lease, page);
    await engine.pageQueue.send([messageOf(page, `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`)]);
  }
  const totals = { pages: pages.length, bytes: 1 };
  await engine.runs.endFetch(begun.lease, { state: 'complete', unmodified: noCounts(), bytesSaved: 0 }, totals);
  const records = async (): Promise<CuratedRecord[]> => {
    const all: CuratedRecord[] = [];
    for await (const record of engine.reader.export({})) all.push(record);
    return all;
  };
  const receive = () => engine.pageQueue.receive({ max: 10, waitMs: 0, visibilityMs: 60_000 });
  const run = async (): Promise<StoredRun> => requireValue(await engine.runs.get('run-1'), 'run');
  return { engine, ports, clock, log, receive, records, run };
};
