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
import { isOver } from '../retention/kept';

/** A page that was the same as last time, and where its content lies. */
export interface SamePage {
  page: Omit<FetchedPage, 'body' | 'same'>;
  validator: Validator;
  bytes: number;
}

/** What a run may take from the one before it. */
export class Previous {
  private constructor(
    private readonly validators: Readonly<Record<string, Validator>>,
    private readonly raw: RawStore,
  ) {}

  /** Only pages that were applied and are kept may be relied on: what was set aside gets another chance, what is over is fetched anew. */
  static async of(ports: { raw: RawStore; ledger: PageLedger }, state: StreamState | undefined, since?: string): Promise<Previous> {
    const validators = state?.validators ?? {};
    const runs = new Set(Object.values(validators).map(({ page }) => page.runId));
    const pages = (await Promise.all([...runs].map((run) => ports.ledger.ofRun(run)))).flat();
    const applied = new Set(
      pages.filter(({ status, fetchedAt }) => status === 'applied' && !isOver(fetchedAt, since)).map(({ key }) => key),
    );
    return new Previous(Object.fromEntries(Object.entries(validators).filter(([, { key }]) => applied.has(key))), ports.raw);
  }

  /** What the same request brought, with a way to open it. */
  find(requestLine: string): (Validator & { open(): Promise<Payload> }) | undefined {
    const validator = Object.hasOwn(this.validators, requestLine) ? this.validators[requestLine] : undefined;
    return validator && { ...validator, open: () => this.open(validator) };
  }

  /** How many requests the run before made. */
  get size(): number {
    return Object.keys(this.validators).length;
  }

  /** Opens the stored content. @throws UnavailableError when it is gone */
  async open({ key }: Validator): Promise<Payload> {
    const object = await this.raw.get(key);
    if (!object) throw new UnavailableError(`raw object ${key}, which the answer is equal to, is not there`);
    return object.body;
  }
}

/** The books of pages that were not stored again: what was refused or left out then still is, all the rest is unchanged. */
export const unmodifiedCounts = async (ledger: PageLedger, run: StoredRun, same: readonly SamePage[]): Promise<Counts> => {
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
