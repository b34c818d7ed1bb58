import { addCounts, noCounts, type Counts } from '@twl/contracts';
import {
  UnavailableError,
  type FetchedPage,
  type PageLedger,
  type Payload,
  type RawStore,
  type StoredRun,
  type StreamState,
  type Validator,
} from '@twl/ports';
import { isExpired } from '../retention/retention-cutoffs';

/** A page whose content is unchanged, and the validator that points at the stored content. */
export interface UnchangedPage {
  page: Omit<FetchedPage, 'body' | 'same'>;
  validator: Validator;
  bytes: number;
}

/** The pages of the previous run that a run can reuse. */
export class PreviousRun {
  private constructor(
    private readonly validators: Readonly<Record<string, Validator>>,
    private readonly raw: RawStore,
  ) {}

  /** Loads them. Only applied pages that have not expired are reused: parked and expired pages are fetched again. */
  static async load(ports: { raw: RawStore; ledger: PageLedger }, state: StreamState | undefined, since?: string): Promise<PreviousRun> {
    const validators = state?.validators ?? {};
    const runs = new Set(Object.values(validators).map(({ page }) => page.runId));
    const pages = (await Promise.all([...runs].map((run) => ports.ledger.ofRun(run)))).flat();
    const applied = new Set(
      pages.filter(({ status, fetchedAt }) => status === 'applied' && !isExpired(fetchedAt, since)).map(({ key }) => key),
    );
    return new PreviousRun(Object.fromEntries(Object.entries(validators).filter(([, { key }]) => applied.has(key))), ports.raw);
  }

  /** The validator of the same request, with a way to open the stored content. */
  find(requestLine: string): (Validator & { open(): Promise<Payload> }) | undefined {
    const validator = Object.hasOwn(this.validators, requestLine) ? this.validators[requestLine] : undefined;
    return validator && { ...validator, open: () => this.open(validator) };
  }

  /** Number of requests of the previous run. */
  get size(): number {
    return Object.keys(this.validators).length;
  }

  /** Opens the stored content. @throws UnavailableError when it does not exist any more */
  async open({ key }: Validator): Promise<Payload> {
    const object = await this.raw.get(key);
    if (!object) throw new UnavailableError(`raw object ${key}, which the answer is equal to, is not there`);
    return object.body;
  }
}

/** The counts of pages that were not stored again: refused and filtered records stay so, all others are unchanged. */
export const countUnchanged = async (ledger: PageLedger, run: StoredRun, same: readonly UnchangedPage[]): Promise<Counts> => {
  let sum = noCounts();
  for (const { validator } of same) {
    const { source, stream } = run;
    const page = await ledger.get({ source, stream, ...validator.page });
    if (!page) continue;
    const { fetched, quarantined, filtered } = page.counts;
    sum = addCounts(sum, { ...noCounts(), fetched, quarantined, filtered, unchanged: fetched - quarantined - filtered });
  }
  return sum;
};
