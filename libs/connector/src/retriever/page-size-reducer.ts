import { ReadFailedError } from '../errors/connector-errors';

/** How pages become smaller when the source says that they are too large. */
export interface ReductionRules {
  factor: number;
  minimum: number;
  /** Reductions in a row without a page that came. */
  maxAttempts: number;
  backoffMs: number;
  retriesAtMinimum: number;
  /** The declared size counts again after a page that came. */
  restores: boolean;
  /** Said to the user at the end. */
  advice: string;
}

/** The page size in effect while one slice is read. */
export class PageSizeReducer {
  private reduced: number | undefined;
  private attempts = 0;
  private retries = 0;

  constructor(
    private readonly rules: ReductionRules,
    private readonly declared: number | undefined,
  ) {}

  /** The size to ask for instead of the declared one. */
  get size(): number | undefined {
    return this.reduced;
  }

  /** Makes the page smaller, and gives the wait before it is asked for again, ms. @throws ReadFailedError at the end of what is allowed */
  reduce(why: string): number {
    const { factor, minimum, maxAttempts, backoffMs } = this.rules;
    const current = this.reduced ?? this.declared;
    if (current === undefined || !Number.isInteger(current))
      throw new ReadFailedError(`${why} (the pagination_strategy has no page_size that could be reduced)`);
    const next = Math.max(minimum, Math.floor(current / factor));
    if (next >= current) return this.again(current, why);
    if (++this.attempts > maxAttempts) throw this.failed(`after ${maxAttempts} smaller pages in a row, down to ${current} records`, why);
    this.reduced = next;
    return backoffMs * this.attempts;
  }

  /** A page came. */
  succeeded(): void {
    [this.attempts, this.retries] = [0, 0];
    if (this.rules.restores) this.reduced = undefined;
  }

  /** The page cannot become smaller: it may be asked for a few times as it is. */
  private again(current: number, why: string): number {
    if (this.retries >= this.rules.retriesAtMinimum) throw this.failed(`at the smallest page size that is allowed, ${current}`, why);
    return this.rules.backoffMs * ++this.retries;
  }

  private failed(where: string, why: string): ReadFailedError {
    const { advice } = this.rules;
    return new ReadFailedError(`${why} (the source still refuses the page ${where})${advice && ` ${advice}`}`);
  }
}
