import type { BuildContext, Builders } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { ExchangeResult } from '../exchange/exchange';
import type { Backoff, ErrorHandler, Resolution, ResponseFilter } from '../roles/roles';
import { readOptionalNumber } from '../build/setting';
import { defaultResolutionOf } from './default-resolutions';
import { errorTextOf } from '../exchange/error-text';
import { readRetryAfter } from './header-number';

/** A source that asks for more is believed this much: absurd waits must not park a stream for years. */
const longestWaitMs = 24 * 60 * 60 * 1000;

/** Returns the wait of Retry-After. A wait of zero would be a tight loop, and is ignored. */
const askedWait = ({ response }: ExchangeResult, now: number): number | undefined => {
  const ms = readRetryAfter(response?.headers['retry-after'], now);
  return ms === undefined || ms < 1000 ? undefined : Math.min(ms, longestWaitMs);
};

const longestText = 300;

/** A handler that distinguishes the wait of the manifest from that of the source. */
interface DeclaredWait {
  prepare(outcome: ExchangeResult): Promise<void>;
  declaredWait(outcome: ExchangeResult, attempt: number): number | undefined;
}

const declaresWait = (handler: ErrorHandler): handler is ErrorHandler & DeclaredWait => 'declaredWait' in handler;

class DefaultErrorHandler implements ErrorHandler, DeclaredWait {
  readonly maxRetries: number;
  readonly maxTimeMs = 10 * 60 * 1000;
  private readonly filters: ResponseFilter[];
  private readonly strategies: Backoff[];

  constructor(
    node: ComponentNode,
    private readonly context: BuildContext,
  ) {
    const retries = readOptionalNumber(node, 'max_retries', context) ?? 5;
    if (!Number.isInteger(retries)) throw node.error(`max_retries must be a whole number, not ${retries}`, 'max_retries');
    this.maxRetries = Math.max(0, retries);
    this.filters = node.children('response_filters').map((child) => context.build('responseFilter', child));
    this.strategies = node.children('backoff_strategies').map((child) => context.build('backoff', child));
  }

  async interpret(outcome: ExchangeResult): Promise<Resolution> {
    const resolution = await this.resolve(outcome);
    if (resolution.action !== 'SUCCESS') await this.prepare(outcome);
    return resolution;
  }

  async prepare(outcome: ExchangeResult): Promise<void> {
    for (const strategy of this.strategies) await strategy.prepare?.(outcome);
  }

  private async resolve(outcome: ExchangeResult): Promise<Resolution> {
    for (const filter of this.filters) {
      const resolution = await filter.match(outcome);
      if (resolution) return resolution;
    }
    const resolution = defaultResolutionOf(outcome);
    return resolution.action === 'SUCCESS' || !outcome.response ? resolution : this.explained(resolution, outcome);
  }

  backoff(outcome: ExchangeResult, attempt: number): number | undefined {
    return this.declaredWait(outcome, attempt) ?? askedWait(outcome, this.context.clock.now());
  }

  declaredWait(outcome: ExchangeResult, attempt: number): number | undefined {
    for (const strategy of this.strategies) {
      const ms = strategy.wait(outcome, attempt);
      if (ms) return Math.min(ms, longestWaitMs);
    }
    return undefined;
  }

  /** Adds the error text of the source, without secrets. */
  private async explained(resolution: Resolution, { response }: ExchangeResult): Promise<Resolution> {
    const text = response && (await errorTextOf(response))?.replace(/\s+/g, ' ').trim();
    if (!text) return resolution;
    const masked = this.context.secrets.mask(text);
    const shown = masked.length > longestText ? `${masked.slice(0, longestText)}...` : masked;
    return { ...resolution, message: `${resolution.message}; it says: ${shown.toWellFormed()}` };
  }
}

/** The responses of a handler that another one of the list may not overrule. */
const decisive = new Set<Resolution['action']>([
  'SUCCESS',
  'RETRY',
  'IGNORE',
  'RESET_PAGINATION',
  'REDUCE_PAGE_SIZE',
  'SPLIT_REQUEST_WINDOW',
]);

class CompositeErrorHandler implements ErrorHandler, DeclaredWait {
  readonly maxRetries: number;
  readonly maxTimeMs: number;

  constructor(private readonly handlers: [ErrorHandler, ...ErrorHandler[]]) {
    this.maxRetries = handlers[0].maxRetries;
    this.maxTimeMs = Math.max(...handlers.map(({ maxTimeMs }) => maxTimeMs));
  }

  async interpret(outcome: ExchangeResult): Promise<Resolution> {
    const resolution = await this.resolve(outcome);
    if (resolution.action !== 'SUCCESS') await this.prepare(outcome);
    return resolution;
  }

  async prepare(outcome: ExchangeResult): Promise<void> {
    for (const handler of this.handlers) if (declaresWait(handler)) await handler.prepare(outcome);
  }

  private async resolve(outcome: ExchangeResult): Promise<Resolution> {
    let last: Resolution | undefined;
    for (const handler of this.handlers) {
      last = await handler.interpret(outcome);
      if (decisive.has(last.action)) return last;
    }
    return last ?? defaultResolutionOf(outcome);
  }

  backoff(outcome: ExchangeResult, attempt: number): number | undefined {
    return this.declaredWait(outcome, attempt) ?? this.handlers[0].backoff(outcome, attempt);
  }

  /** The first strategy of any handler, whichever of them matched: that is how the language has it. */
  declaredWait(outcome: ExchangeResult, attempt: number): number | undefined {
    for (const handler of this.handlers) {
      const ms = declaresWait(handler) ? handler.declaredWait(outcome, attempt) : handler.backoff(outcome, attempt);
      if (ms) return ms;
    }
    return undefined;
  }
}

/** Builders of error handlers. */
export const errorHandlers = {
  DefaultErrorHandler: (node, context) => new DefaultErrorHandler(node, context),
  CompositeErrorHandler: (node, context) => {
    const [first, ...others] = node.children('error_handlers').map((child) => context.build('errorHandler', child));
    if (!first) throw node.error('CompositeErrorHandler needs at least one of error_handlers', 'error_handlers');
    return new CompositeErrorHandler([first, ...others]);
  },
} satisfies Builders<'errorHandler'>;
