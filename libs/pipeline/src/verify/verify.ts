import { isBalanced } from '@twl/contracts';
import { TwlError, type Clock, type Engine, type SourceCatalog, type StoredRun } from '@twl/ports';
import { RawCorruptError, RawMissingError, readRaw } from '../pages/read-raw';
import { isOver, keptSince } from '../retention/kept';

/** Something that is not as it should be. */
export interface Finding {
  code: 'RAW_MISSING' | 'RAW_CORRUPT' | 'COUNTS' | 'STORE';
  /** The raw object, the run or the part of the store. */
  what: string;
  detail: string;
}

/** What is checked. */
export type VerifyPorts = Pick<Engine, 'raw' | 'runs' | 'ledger' | 'verify'> & { catalog: SourceCatalog; clock: Clock };

export interface VerifyOptions {
  /** Default: every source. */
  source?: string;
  /** Told now and then: how many raw objects were checked. */
  progress?: (objects: number) => void;
}

const limit = 200;

/**
 * Checks everything that is stored, and changes nothing: each raw object against its digest, each page of the ledger for its raw object, the counts
 * of each run, and the store itself. Yields what is wrong, as it is found. Reads every byte of the raw zone once; safe while the product runs.
 */
export async function* verify(ports: VerifyPorts, options: VerifyOptions = {}): AsyncGenerator<Finding, { objects: number; runs: number }> {
  for (const detail of (await ports.verify?.()) ?? []) yield { code: 'STORE', what: 'database', detail };
  const seen = { objects: 0, runs: 0 };
  const declared = (await ports.catalog.list()).map(({ name }) => name);
  const sources = new Set(options.source === undefined ? declared : [options.source]);
  for await (const run of runsOf(ports, options.source)) {
    sources.add(run.source);
    seen.runs++;
    yield* checkRun(ports, run);
  }
  for (const source of sources)
    for await (const key of objectsOf(ports, source)) {
      const finding = typeof key === 'string' ? await checkObject(ports, key) : key;
      if (finding) yield finding;
      seen.objects++;
      options.progress?.(seen.objects);
    }
  return seen;
}

async function* runsOf({ runs }: VerifyPorts, source: string | undefined): AsyncGenerator<StoredRun> {
  for (let after: string | undefined; ;) {
    const { items, next } = await runs.list({ limit, ...(source !== undefined && { source }), ...(after !== undefined && { after }) });
    yield* items;
    if (next === null) return;
    after = next;
  }
}

/** The counts of a run, and whether the raw objects of its pages are there as the ledger knows them; their content is read elsewhere. */
async function* checkRun(ports: VerifyPorts, run: StoredRun): AsyncGenerator<Finding> {
  if (run.phase === 'closed' && !isBalanced(run.counts))
    yield { code: 'COUNTS', what: `run ${run.id}`, detail: 'the outcomes do not add up to what was fetched' };
  const { raw: since } = await keptSince(ports, run.source);
  for (const { key, sha256, fetchedAt } of await ports.ledger.ofRun(run.id)) {
    if (isOver(fetchedAt, since)) continue;
    const finding = await found(key, async () => {
      const object = await ports.raw.get(key);
      await object?.body.dispose();
      if (!object) throw new RawMissingError(key);
      if (object.meta.sha256 !== sha256) throw new RawCorruptError(key, 'it is another page than the one that the run stored');
    });
    if (finding) yield finding;
  }
}

/** The keys of a source's raw objects; a finding where the listing breaks off. */
async function* objectsOf({ raw }: VerifyPorts, source: string): AsyncGenerator<string | Finding> {
  try {
    for await (const { key } of raw.list({ source })) yield key;
  } catch (error) {
    if (!(error instanceof TwlError) || error.code !== 'STORAGE_CORRUPT') throw error;
    yield { code: 'RAW_CORRUPT', what: `raw objects of ${source}`, detail: error.message };
  }
}

const checkObject = ({ raw }: VerifyPorts, key: string): Promise<Finding | undefined> =>
  found(key, async () => {
    const { body } = await readRaw(raw, { key });
    await body.dispose();
  });

/** What a check throws of the object itself; storage that is away ends the whole check. */
const found = async (what: string, check: () => Promise<void>): Promise<Finding | undefined> => {
  try {
    await check();
    return undefined;
  } catch (error) {
    if (error instanceof RawMissingError || error instanceof RawCorruptError) return { code: error.code, what, detail: error.message };
    if (error instanceof TwlError && error.code === 'STORAGE_CORRUPT') return { code: 'RAW_CORRUPT', what, detail: error.message };
    throw error;
  }
};
