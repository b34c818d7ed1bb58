import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import type { DraftRequest } from '../exchange/exchange';
import type { ErrorHandler } from '../roles/roles';
import { readSettingText } from '../build/setting';
import type { Scope } from '@twl/jinja';
import { sendAuxiliary } from './auxiliary-request';
import type { QuotaState, TokenQuota } from './token-quotas';

const what = 'quota status';

/** Requests the remaining calls of a token. */
export class QuotaStatusSource {
  private readonly request: Pick<DraftRequest, 'method' | 'url' | 'headers'>;
  private readonly unavailable: Set<number>;
  private readonly errorHandler: ErrorHandler;

  constructor(
    node: ComponentNode,
    private readonly quotas: TokenQuota[],
    private readonly context: BuildContext,
  ) {
    const url = readSettingText(node, 'url', context);
    if (!url) throw node.error('QuotaStatusSource needs url');
    const requiredTemplate = (value: unknown): string => context.interpolator.compile(String(value), node.parameters).text(context.scope());
    const headers = Object.entries(node.object('request_headers') ?? {}).map(([name, value]) => [name, requiredTemplate(value)] as const);
    this.request = { method: node.text('http_method') ?? 'GET', url, headers: Object.fromEntries(headers) };
    this.unavailable = new Set(node.texts('unavailable_status_codes').map(Number));
    this.errorHandler = this.tolerant(context.build('errorHandler', node.below({ type: 'DefaultErrorHandler' }, 'url')));
  }

  /** Returns the remaining calls of one token in each pool. @throws ReadFailedError, ReadDeferredError */
  async fetch(sign: (request: DraftRequest) => void, scope: Scope): Promise<Map<string, QuotaState>> {
    const request: DraftRequest = { ...this.request, headers: { ...this.request.headers }, params: new Map() };
    sign(request);
    const response = await sendAuxiliary({ request, errorHandler: this.errorHandler, scope, what }, this.context);
    if (!response) throw new ReadFailedError(`${what}: no response`);
    const isUntracked = this.unavailable.has(response.status);
    const json = isUntracked ? undefined : await response.json();
    await response.body.dispose();
    const untracked = (): QuotaState => ({ remaining: 0, resetAt: this.context.clock.now(), limit: 0, tracked: false });
    return new Map(this.quotas.map((quota) => [quota.name, isUntracked ? untracked() : quota.readStatus(json)]));
  }

  /** A status that says that the source does not count calls is a valid response. */
  private tolerant(handler: ErrorHandler): ErrorHandler {
    return {
      maxRetries: handler.maxRetries,
      maxTimeMs: handler.maxTimeMs,
      backoff: (outcome, attempt) => handler.backoff(outcome, attempt),
      interpret: async (outcome) =>
        outcome.response && this.unavailable.has(outcome.response.status) ? { action: 'SUCCESS' } : handler.interpret(outcome),
    };
  }
}
