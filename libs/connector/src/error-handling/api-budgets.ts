import type { BuildContext, Builders } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { SourceResponse, DraftRequest } from '../exchange/exchange';
import type { ApiBudget } from '../roles/roles';
import { parseResetTime } from '../time/reset-time';
import { buildCallRatePolicy, type CallRatePolicy } from './call-rate-policies';

/** Paces requests by the first policy that is about them; a request that no policy is about is free. */
class HttpApiBudget implements ApiBudget {
  private readonly policies: CallRatePolicy[];
  private readonly resetHeader: string;
  private readonly remainingHeader: string;
  private readonly hitCodes: Set<number>;

  constructor(node: ComponentNode, context: BuildContext) {
    this.policies = node.children('policies').map((child) => buildCallRatePolicy(child, context));
    this.resetHeader = (node.text('ratelimit_reset_header') ?? 'ratelimit-reset').toLowerCase();
    this.remainingHeader = (node.text('ratelimit_remaining_header') ?? 'ratelimit-remaining').toLowerCase();
    this.hitCodes = new Set(node.has('status_codes_for_ratelimit_hit') ? node.texts('status_codes_for_ratelimit_hit').map(Number) : [429]);
  }

  reserve(request: DraftRequest, now: number): number {
    const [policy, weight] = this.policyFor(request);
    return policy ? policy.acquire(weight, now) : 0;
  }

  observe(request: DraftRequest, response: SourceResponse, now: number): void {
    const [policy] = this.policyFor(request);
    policy?.observe({ remaining: this.remainingCalls(response), resetAt: parseResetTime(response.headers[this.resetHeader], now) }, now);
  }

  private policyFor(request: DraftRequest): [CallRatePolicy, number] | [undefined, 0] {
    for (const policy of this.policies) {
      const weight = policy.weigh(request);
      if (weight !== undefined) return [policy, weight];
    }
    return [undefined, 0];
  }

  private remainingCalls(response: SourceResponse): number | undefined {
    const text = response.headers[this.remainingHeader]?.trim();
    const left = text ? Number(text) : NaN;
    if (Number.isInteger(left) && left >= 0) return left;
    return this.hitCodes.has(response.status) ? 0 : undefined;
  }
}

/** Builders of rate budgets; one per source, shared by its streams. */
export const apiBudgets = {
  HTTPAPIBudget: (node, context) => new HttpApiBudget(node, context),
} satisfies Builders<'apiBudget'>;
