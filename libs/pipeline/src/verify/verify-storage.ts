import { isBalanced } from '@twl/contracts';
import { TwlError, type Clock, type Engine, type SourceCatalog, type StoredRun } from '@twl/ports';
import { RawCorruptError, RawMissingError, readRaw } from '../pages/read-raw';
import { isExpired, retentionCutoffs } from '../retention/retention-cutoffs';

/** A fault in the stored data. */
export interface Finding {
  code: 'RAW_MISSING' | 'RAW_CORRUPT' | 'COUNTS' | 'STORE';
  /** The raw object, the run or the part of the store. */
  what: string;
  detail: string;
}

/** Ports for the check. */
export type VerifyPorts = Pick<Engine, 'raw' | 'runs' | 'ledger' | 'verify'> & { catalog: SourceCatalog; clock: Clock };

export interface VerifyOptions {
  /** Default: every source. */
  source?: string;
  /** Called with the number of raw objects checked so far. */
  progress?: (objects: number) => void;
}

const limit = 200;

/**
 * Checks everything that is stored, and changes nothing: each raw object against its digest, each page of the ledger for its raw object, the counts
 * of each run, and the store itself. Yields each fault when it is found. Reads every byte of the raw store once; safe while the product runs.
 */
export async function* verifyStorage(
  ports: VerifyPorts,
  options: VerifyOptions = {},
): AsyncGenerator<Finding, { objects: number; runs: number }> {
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

/** Checks the counts of a run, and that the raw objects of its pages exist and are those of the ledger. `checkObject` reads their content. */
async function* checkRun(ports: VerifyPorts, run: StoredRun): AsyncGenerator<Finding> {
  if (run.phase === 'closed' && !isBalanced(run.counts))
    yield { code: 'COUNTS', what: `run ${run.id}`, detail: 'the outcomes do not add up to what was fetched' };
  const { raw: since } = await retentionCutoffs(ports, run.source);
  for (const { key, sha256, fetchedAt } of await ports.ledger.ofRun(run.id)) {
    if (isExpired(fetchedAt, since)) continue;
    const finding = await runCheck(key, async () => {
      const object = await ports.raw.get(key);
      await object?.body.dispose();
      if (!object) throw new RawMissingError(key);
      if (object.meta.sha256 !== sha256) throw new RawCorruptError(key, 'it is another page than the one that the run stored');
    });
    if (finding) yield finding;
  }
}

/** The keys of a source's raw objects; a finding if the listing fails. */
async function* objectsOf({ raw }: VerifyPorts, source: string): AsyncGenerator<string | Finding> {
  try {
    for await (const { key } of raw.list({ source })) yield key;
  } catch (error) {
    if (!(error instanceof TwlError) || error.code !== 'STORAGE_CORRUPT') throw error;
    yield { code: 'RAW_CORRUPT', what: `raw objects of ${source}`, detail: error.message };
  }
}

const checkObject = ({ raw }: VerifyPorts, key: string): Promise<Finding | undefined> =>
  runCheck(key, async () => {
    const { body } = await readRaw(raw, { key });
    await body.dispose();
  });

/** Runs a check and returns its fault. An error of unavailable storage ends the whole verification. */
const runCheck = async (what: string, check: () => Promise<void>): Promise<Finding | undefined> => {
  try {
    await check();
    return undefined;
  } catch (error) {
    if (error instanceof RawMissingError || error instanceof RawCorruptError) return { code: error.code, what, detail: error.message };
    if (error instanceof TwlError && error.code === 'STORAGE_CORRUPT') return { code: 'RAW_CORRUPT', what, detail: error.message };
    throw error;
  }
};
