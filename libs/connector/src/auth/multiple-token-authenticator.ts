import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadDeferredError } from '../errors/connector-errors';
import type { SourceResponse, DraftRequest } from '../exchange/exchange';
import { parseFixedDuration } from '../build/fixed-duration';
import type { Authenticator } from '../roles/roles';
import { readSettingText } from '../build/setting';
import type { Scope } from '@twl/jinja';
import { requireValue, requireEntry, requireFirst } from '@twl/ports';
import { QuotaStatusSource } from './quota-status-source';
import { setHeader } from './request-option';
import { TokenQuota, type QuotaState } from './token-quotas';
import { shareBySource, sharedNameOf } from './tokens/token-cache';

/** A wait that is longer than this is left to the next run. */
const longestWaitMs = 5 * 60 * 1000;
/** Reset times that lie behind us must not make a tight loop. */
const shortestWaitMs = 5000;
const longestDelayMs = 10_000;

interface Exhausted {
  quota: TokenQuota;
  /** Of this wait and all that were before it for the same request. */
  deadline: number;
  scope: Scope;
  signal?: AbortSignal;
}

type States = Map<string, Map<string, QuotaState>>;

const tokensOf = (node: ComponentNode, context: BuildContext): string[] => {
  const given = Array.isArray(node.get('tokens'))
    ? node.texts('tokens').map((text) => context.interpolator.compile(text, node.parameters).text(context.scope()))
    : (readSettingText(node, 'tokens', context) ?? '').split(node.text('token_delimiter') || ',');
  const tokens = given.map((token) => token.trim()).filter(Boolean);
  if (tokens.length === 0) throw node.error('RateLimitedMultipleTokenAuthenticator needs at least one token; check the config', 'tokens');
  for (const token of tokens) context.secrets.add(token);
  return tokens;
};

const quotasOf = (node: ComponentNode, context: BuildContext): TokenQuota[] => {
  const quotas = node.children('quotas').map((child) => new TokenQuota(child, context));
  if (quotas.length === 0) throw node.error('RateLimitedMultipleTokenAuthenticator needs at least one of quotas', 'quotas');
  return quotas;
};

/** Alternates between several tokens by their remaining calls. */
class MultipleTokens implements Authenticator {
  private readonly tokens: string[];
  private readonly quotas: TokenQuota[];
  private readonly status: QuotaStatusSource;
  private readonly prefix: string;
  private readonly header: string;
  private readonly maxWaitMs: number;
  private readonly reserve: { fraction: number; least: number };
  private states: States | undefined;
  private seeding: Promise<void> | undefined;
  private active = 0;

  constructor(
    node: ComponentNode,
    private readonly context: BuildContext,
  ) {
    this.tokens = tokensOf(node, context);
    this.quotas = quotasOf(node, context);
    this.prefix = node.text('auth_method') ?? 'Bearer';
    this.header = node.text('header') || 'Authorization';
    this.status = new QuotaStatusSource(node.requiredChild('quota_status_source'), this.quotas, context);
    this.maxWaitMs = parseFixedDuration(node, 'max_wait_time', readSettingText(node, 'max_wait_time', context) || 'PT2H');
    this.reserve = { fraction: node.number('budget_reserve_fraction') ?? 0.1, least: node.number('budget_min_reserve') ?? 50 };
  }

  async apply(...[request, scope, signal]: Parameters<Authenticator['apply']>): Promise<void> {
    if (!this.states) await this.seed(scope);
    const quota = this.quotaFor(request);
    const token = await this.acquire(quota, scope, signal);
    setHeader(request, this.header, this.valueOf(token));
  }

  observe(response: SourceResponse): void {
    const state = this.stateOfSender(response.request);
    if (state) this.quotaFor(response.request).correct(state, response);
  }

  hasAlternative(request: DraftRequest): boolean {
    const quota = this.quotaFor(request);
    const sender = this.stateOfSender(request);
    if (!sender?.tracked || sender.remaining > 0) return false;
    return this.allStates(quota).some((state) => state.remaining > 0);
  }

  private valueOf(token: string): string {
    return `${this.prefix} ${token}`.trim();
  }

  private quotaFor(request: DraftRequest): TokenQuota {
    const found = this.quotas.find((quota) => quota.matches(request)) ?? this.quotas.find((quota) => quota.isDefault);
    return found ?? requireFirst(this.quotas);
  }

  private stateOfSender(request: DraftRequest): QuotaState | undefined {
    const value = Object.entries(request.headers).find(([name]) => name.toLowerCase() === this.header.toLowerCase())?.[1];
    const token = this.tokens.find((one) => this.valueOf(one) === value);
    return token === undefined ? undefined : this.states?.get(token)?.get(this.quotaFor(request).name);
  }

  private allStates(quota: TokenQuota): QuotaState[] {
    return this.tokens.map((token) => this.stateOf(token, quota));
  }

  private stateOf(token: string, quota: TokenQuota): QuotaState {
    return requireEntry(requireEntry(requireValue(this.states, 'state of the tokens'), token), quota.name);
  }

  private turn(): void {
    this.active = (this.active + 1) % this.tokens.length;
  }

  /** Reserves a call of a token that has one remaining. @throws ReadDeferredError if the wait for one would be too long */
  private async acquire(quota: TokenQuota, scope: Scope, signal?: AbortSignal): Promise<string> {
    const deadline = this.context.clock.now() + Math.min(this.maxWaitMs, longestWaitMs);
    for (;;) {
      const token = requireValue(this.tokens[this.active], 'active token');
      const state = this.stateOf(token, quota);
      if (!state.tracked) {
        this.turn();
        return token;
      }
      if (state.remaining > 0) {
        state.remaining -= 1;
        const delay = this.delay(quota, state);
        if (delay >= 100) await this.context.clock.sleep(delay, signal);
        return token;
      }
      if (this.allStates(quota).some(({ remaining, tracked }) => remaining > 0 || !tracked)) this.turn();
      else await this.waitForReset({ quota, deadline, scope, signal });
    }
  }

  /** When all tokens run low, spreads the remaining calls over the time until the reset. */
  private delay(quota: TokenQuota, active: QuotaState): number {
    const states = this.allStates(quota);
    const isLow = ({ tracked, remaining, limit }: QuotaState): boolean =>
      tracked && remaining <= Math.max(this.reserve.least, limit * this.reserve.fraction);
    const left = states.reduce((sum, { remaining }) => sum + Math.max(remaining, 0), 0);
    const ms = active.resetAt - this.context.clock.now();
    return states.every(isLow) && left > 0 && ms > 0 ? Math.min(ms / left, longestDelayMs) : 0;
  }

  private async waitForReset({ quota, deadline, scope, signal }: Exhausted): Promise<void> {
    const now = this.context.clock.now();
    const wait = Math.max(shortestWaitMs, Math.min(...this.allStates(quota).map(({ resetAt }) => resetAt)) - now);
    if (now + wait > deadline) throw new ReadDeferredError(now + wait, `all tokens have used up their quota ${quota.name}`);
    this.context.log.info('auth.quota_wait', { source: this.context.source, quota: quota.name, ms: Math.round(wait) });
    await this.context.clock.sleep(wait, signal);
    if (this.allStates(quota).every(({ remaining, tracked }) => remaining <= 0 && tracked)) await this.seed(scope);
  }

  private seed(scope: Scope): Promise<void> {
    this.seeding ??= this.fetchAll(scope).finally(() => (this.seeding = undefined));
    return this.seeding;
  }

  private async fetchAll(scope: Scope): Promise<void> {
    const states: States = new Map();
    for (const token of this.tokens) {
      states.set(token, await this.status.fetch((request) => setHeader(request, this.header, this.valueOf(token)), scope));
    }
    this.states = states;
  }
}

/** Builds a RateLimitedMultipleTokenAuthenticator; equal ones share their knowledge of the tokens. */
export const buildMultipleTokens = (node: ComponentNode, context: BuildContext): Authenticator =>
  shareBySource(context, `tokens ${sharedNameOf(node, context)}`, () => new MultipleTokens(node, context));
