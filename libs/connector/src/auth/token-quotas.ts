import type { Json } from '@twl/contracts';
import { memberAt } from '@twl/json';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import type { SourceResponse, DraftRequest } from '../exchange/exchange';
import { buildRequestMatcher, type RequestMatcher } from '../error-handling/request-matcher';
import { parseResetTime } from '../time/reset-time';
import { timeOf } from './tokens/token-response';

/** Remaining calls of a token in one pool. Times are ms since 1970. */
export interface QuotaState {
  remaining: number;
  resetAt: number;
  limit: number;
  /** False if the source does not count calls in this pool. */
  tracked: boolean;
}

/** How far the quota endpoint and the headers of a response may disagree about when a window ends. */
const skewMs = 60_000;

const toWholeNumber = (value: Json): number => {
  const number = typeof value === 'object' || value === '' ? NaN : Math.trunc(Number(value));
  if (Number.isNaN(number)) throw new ReadFailedError('the quota status has something else where a number of calls should be');
  return number;
};

/** A kind of calls that are counted together, for each token on its own. */
export class TokenQuota {
  readonly name: string;
  private readonly matchers: RequestMatcher[];
  private readonly paths: Record<'remaining' | 'reset' | 'limit', string[]>;
  private readonly headers: Record<'remaining' | 'reset' | 'limit', string | undefined>;
  private readonly exhausted: Set<number>;
  private readonly now: () => number;

  constructor(node: ComponentNode, context: BuildContext) {
    this.name = node.required('name');
    this.now = () => context.clock.now();
    this.matchers = node.children('matchers').map((child) => buildRequestMatcher(child, context));
    this.paths = { remaining: node.texts('remaining_path'), reset: node.texts('reset_path'), limit: node.texts('limit_path') };
    const header = (name: string): string | undefined => node.text(name)?.toLowerCase();
    this.headers = { remaining: header('remaining_header'), reset: header('reset_header'), limit: header('limit_header') };
    this.exhausted = new Set(node.texts('exhaustion_status_codes').map(Number));
    for (const name of ['remaining', 'reset'] as const)
      if (this.paths[name].length === 0) throw node.error(`TokenQuota needs ${name}_path`);
  }

  get isDefault(): boolean {
    return this.matchers.length === 0;
  }

  matches(request: DraftRequest): boolean {
    return this.matchers.some((matcher) => matcher.matches(request));
  }

  /** Reads the pool out of the quota status. @throws ReadFailedError */
  readStatus(status: Json | undefined): QuotaState {
    const remaining = toWholeNumber(this.at(status, 'remaining'));
    const limit = this.paths.limit.length > 0 ? toWholeNumber(this.at(status, 'limit')) : remaining;
    return { remaining, limit, resetAt: timeOf(this.at(status, 'reset'), `the reset of quota ${this.name}`), tracked: true };
  }

  /** Corrects the state by the headers of a response. */
  correct(state: QuotaState, response: SourceResponse): void {
    if (!state.tracked) return;
    const refused = this.exhausted.has(response.status);
    const remaining = this.number(response, 'remaining') ?? (refused ? 0 : undefined);
    const resetAt = this.headers.reset === undefined ? undefined : parseResetTime(response.headers[this.headers.reset], this.now());
    const limit = this.number(response, 'limit');
    if (limit !== undefined && limit > 0 && (resetAt === undefined || resetAt >= state.resetAt)) state.limit = limit;
    if (resetAt !== undefined && resetAt > state.resetAt) {
      state.resetAt = resetAt;
      state.remaining = remaining ?? state.limit;
    } else if (remaining !== undefined && (isSpent(remaining, refused) || resetAt === undefined || resetAt >= state.resetAt - skewMs)) {
      // Answers come in any order: within a window the number can only go down.
      state.remaining = Math.min(state.remaining, remaining);
    }
  }

  private at(status: Json | undefined, name: keyof typeof this.paths): Json {
    const path = this.paths[name];
    const value = memberAt(status, path);
    if (value === undefined || value === null) throw new ReadFailedError(`the quota status has no ${path.join('.')} (quota ${this.name})`);
    return value;
  }

  private number(response: SourceResponse, name: keyof typeof this.headers): number | undefined {
    const text = this.headers[name] === undefined ? undefined : response.headers[this.headers[name]]?.trim();
    return text && /^-?\d+$/.test(text) ? Number(text) : undefined;
  }
}

const isSpent = (remaining: number, refused: boolean): boolean => remaining <= 0 && refused;
