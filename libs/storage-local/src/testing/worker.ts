import { pageIdOf } from '@twl/contracts';
import { type Engine, type Lease, payloadOf } from '@twl/ports';
import { makeCommit, makePage, makePageMeta, makeWrite } from '@twl/ports/testing';
import { openLocalEngine } from '../open-local-engine';
import { processOwner } from '../process/process-owner';
import { SystemClock } from './system-clock';

/** Records of a page. */
const perPage = 200;

const printLine = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/**
 * Stores, enters, sends, receives and applies pages in a run of its own stream, and prints each step after its acknowledgement. Waits for
 * every second page to be safe from a crash.
 */
const runPages = async (dataDir: string, pages: number): Promise<void> => {
  const clock = new SystemClock();
  const engine = await openLocalEngine({ dataDir, clock });
  const stream = `s${process.pid}`;
  const request = {
    id: stream,
    source: 'shop',
    stream,
    trigger: 'manual',
    at: clock.iso(),
    owner: processOwner(),
    leaseMs: 60_000,
  } as const;
  const begun = await engine.runs.begin(request);
  if (begun.kind !== 'started') throw new Error(`the run did not start: ${begun.kind}`);
  printLine(`begun ${stream}`);
  for (let index = 0; index < pages; index++) await applyNextPage(engine, begun.lease, index);
  await engine.close();
};

const applyNextPage = async (engine: Engine, lease: Lease, pageIndex: number): Promise<void> => {
  const { stream } = lease;
  const body = payloadOf(JSON.stringify({ stream, pageIndex, pad: 'x'.repeat(10_000) }));
  const page = makePage(lease, { pageIndex, sha256: body.sha256, bytes: body.bytes });
  const meta = makePageMeta({ ...pageIdOf(page), trigger: 'manual', sha256: body.sha256, bytes: body.bytes });
  await engine.raw.put(page.key, meta, body);
  printLine(`stored ${page.key}`);
  await engine.ledger.enter(lease, page);
  await engine.pageQueue.send([{ stream, pageIndex }]);
  printLine(`sent ${pageIndex}`);
  const deliveries = await engine.pageQueue.receive({ max: 1, waitMs: 0, visibilityMs: 60_000 });
  const writes = Array.from({ length: perPage }, (_, i) => makeWrite({ stream, key: `${pageIndex}-${i}`, data: { pageIndex, i } }));
  const result = await engine.records.commit(makeCommit(page, writes));
  if (result.kind !== 'committed') throw new Error(`the page was not applied: ${result.kind}`);
  for (const { receipt } of deliveries) await engine.pageQueue.ack(receipt);
  if (pageIndex % 2 === 0) return;
  await engine.records.flush();
  printLine(`applied ${pageIndex}`);
};

const [dataDir = '', pages = '0'] = process.argv.slice(2);
runPages(dataDir, Number(pages)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
