import { ReadFailedError } from '../errors/connector-errors';
import type { PageRequest, PagingPart, Recovery, Setback } from '../page-loop/paging-part';
import type { ReadSession } from '../session/read-session';

/** How to reduce pages when the source says that they are too large. */
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
export class PageSizeReducer implements PagingPart {
  private reduced: number | undefined;
  private attempts = 0;
  private retries = 0;

  constructor(
    private readonly rules: ReductionRules,
    private readonly declared: number | undefined,
    private readonly session: ReadSession,
  ) {}

  prepare(request: PageRequest): PageRequest {
    return { ...request, size: this.reduced };
  }

  recover(setback: Setback): Promise<Recovery> | undefined {
    return setback.kind === 'reduce' ? this.retryWithSmallerPage(setback.message) : undefined;
  }

  endPage(): undefined {
    [this.attempts, this.retries] = [0, 0];
    // The declared size counts again.
    if (this.rules.restores) this.reduced = undefined;
  }

  private async retryWithSmallerPage(why: string): Promise<Recovery> {
    const waitMs = this.reduce(why);
    if (waitMs > 0) await this.session.wait(waitMs, why);
    return { kind: 'retry' };
  }

  /** Reduces the page size and returns the wait before the next request, ms. @throws ReadFailedError at the limit */
  private reduce(why: string): number {
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

  /** The page cannot be smaller: it is requested unchanged a few times. */
  private again(current: number, why: string): number {
    if (this.retries >= this.rules.retriesAtMinimum) throw this.failed(`at the smallest page size that is allowed, ${current}`, why);
    return this.rules.backoffMs * ++this.retries;
  }

  private failed(where: string, why: string): ReadFailedError {
    const { advice } = this.rules;
    return new ReadFailedError(`${why} (the source still refuses the page ${where})${advice && ` ${advice}`}`);
  }
}
