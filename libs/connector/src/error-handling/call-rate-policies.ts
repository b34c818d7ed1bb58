import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { DraftRequest } from '../exchange/exchange';
import { parseFixedDuration } from '../build/fixed-duration';
import { readSettingNumber } from '../build/setting';
import { buildRequestMatcher } from './request-matcher';

/** What a response says about the remaining calls. Times are ms since 1970. */
interface QuotaReport {
  remaining?: number;
  resetAt?: number;
}

/** How many calls of some kind may be made in which time. */
export interface CallRatePolicy {
  /** The number of calls a request counts for, or undefined when the policy is not about it. */
  weigh(request: DraftRequest): number | undefined;
  /** Reserves the calls and returns 0, or reserves nothing and returns how many ms to wait before asking again. */
  acquire(weight: number, now: number): number;
  observe(report: QuotaReport, now: number): void;
}

type Weigh = CallRatePolicy['weigh'];

/** A policy without matchers is about every request. */
const weigher = (node: ComponentNode, context: BuildContext, most: number): Weigh => {
  const matchers = node.children('matchers').map((child) => {
    const matcher = buildRequestMatcher(child, context);
    if (matcher.weight > most) throw child.error(`weight ${matcher.weight} is more than the ${most} calls that are allowed`, 'weight');
    return matcher;
  });
  return matchers.length === 0 ? () => 1 : (request) => matchers.find((matcher) => matcher.matches(request))?.weight;
};

const readWholeNumber = (node: ComponentNode, name: string, context: BuildContext): number => {
  const number = readSettingNumber(node, name, context);
  if (number === undefined || !Number.isInteger(number) || number < 1)
    throw node.error(`${name} must be a whole number of at least 1`, name);
  return number;
};

/** Detects that the clock was set back: windows by the previous time would end only when that time comes again. */
const noticeSetBack = (): ((now: number) => boolean) => {
  let last = -Infinity;
  return (now) => {
    const isBack = now < last - 1000;
    last = now;
    return isBack;
  };
};

/** The window begins with the first call, and follows the source if it tells when it ends. */
const buildFixedWindow = (node: ComponentNode, context: BuildContext): CallRatePolicy => {
  const limit = readWholeNumber(node, 'call_limit', context);
  const period = parseFixedDuration(node, 'period');
  let used = 0;
  let resetAt: number | undefined;
  const wentBack = noticeSetBack();
  const turn = (now: number): void => {
    if (wentBack(now)) [used, resetAt] = [0, undefined];
    if (resetAt === undefined || now < resetAt) return;
    used = 0;
    resetAt += (Math.floor((now - resetAt) / period) + 1) * period;
  };
  return {
    weigh: weigher(node, context, limit),
    acquire: (weight, now) => {
      turn(now);
      resetAt ??= now + period;
      if (used + weight > limit) return resetAt - now;
      used += weight;
      return 0;
    },
    observe: (report, now) => {
      turn(now);
      if (report.remaining !== undefined && limit - used > report.remaining) used = limit - report.remaining;
      if (report.resetAt !== undefined && report.resetAt > now) resetAt = report.resetAt;
    },
  };
};

interface Rate {
  limit: number;
  interval: number;
}

/** Every rate counts over its own interval. */
const buildMovingWindow = (node: ComponentNode, context: BuildContext): CallRatePolicy => {
  const rates = node
    .children('rates')
    .map((rate): Rate => ({ limit: readWholeNumber(rate, 'limit', context), interval: parseFixedDuration(rate, 'interval') }));
  const [first] = rates;
  if (!first) throw node.error('MovingWindowCallRatePolicy needs at least one of rates', 'rates');
  const longest = Math.max(...rates.map(({ interval }) => interval));
  let calls: { at: number; weight: number }[] = [];
  let blockedUntil = 0;
  const wentBack = noticeSetBack();

  const waitFor = ({ limit, interval }: Rate, weight: number, now: number): number => {
    let sum = weight;
    for (const call of calls.toReversed()) {
      if (call.at <= now - interval) break;
      sum += call.weight;
      if (sum > limit) return call.at + interval - now;
    }
    return 0;
  };
  return {
    weigh: weigher(node, context, Math.min(...rates.map(({ limit }) => limit))),
    acquire: (weight, now) => {
      if (wentBack(now)) [calls, blockedUntil] = [[], 0];
      calls = calls.filter(({ at }) => at > now - longest);
      const wait = Math.max(blockedUntil - now, ...rates.map((rate) => waitFor(rate, weight, now)));
      if (wait > 0) return wait;
      calls.push({ at: now, weight });
      return 0;
    },
    observe: ({ remaining, resetAt }, now) => {
      if (remaining === 0) blockedUntil = Math.max(blockedUntil, resetAt ?? now + first.interval);
    },
  };
};

const buildUnlimited = (node: ComponentNode, context: BuildContext): CallRatePolicy => ({
  weigh: weigher(node, context, Infinity),
  acquire: () => 0,
  observe: () => undefined,
});

const kinds: Record<string, (node: ComponentNode, context: BuildContext) => CallRatePolicy> = {
  FixedWindowCallRatePolicy: buildFixedWindow,
  MovingWindowCallRatePolicy: buildMovingWindow,
  UnlimitedCallRatePolicy: buildUnlimited,
};

/** Builds a call rate policy. @throws ManifestError */
export const buildCallRatePolicy = (node: ComponentNode, context: BuildContext): CallRatePolicy => {
  const build = Object.hasOwn(kinds, node.type) ? kinds[node.type] : undefined;
  if (!build)
    throw node.error(`${node.type || 'a policy without type'} is not a call rate policy (use one of ${Object.keys(kinds).join(', ')})`);
  return build(node, context);
};
