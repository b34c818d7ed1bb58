import type { RE2JS } from 're2js';
import type { BuildContext, Builders } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { Backoff } from '../roles/roles';
import { isUnset, readSettingText, readOptionalNumber } from '../build/setting';
import { parseResetTime } from '../time/reset-time';
import { compileRegex, readRetryAfter, readHeaderText } from './header-number';
import { buildLongestWait } from './longest-wait';
import { buildWaitTimeFromResponse } from './wait-time-from-response';

const buildConstantBackoff = (node: ComponentNode, context: BuildContext): Backoff => {
  const seconds = readOptionalNumber(node, 'backoff_time_in_seconds', context);
  if (seconds === undefined && isUnset(node, 'backoff_time_in_seconds', context)) return { wait: () => undefined };
  if (seconds === undefined) throw node.error('ConstantBackoffStrategy needs backoff_time_in_seconds');
  const jitter = jitterOf(node, context);
  return { wait: () => Math.max(0, seconds + jitter()) * 1000 };
};

const buildExponentialBackoff = (node: ComponentNode, context: BuildContext): Backoff => {
  const factor = readOptionalNumber(node, 'factor', context) ?? 5;
  const jitter = jitterOf(node, context);
  return { wait: (_outcome, attempt) => Math.max(0, factor * 2 ** attempt + jitter()) * 1000 };
};

/** Only ever lengthens the wait, by up to twice the range. */
const jitterOf = (node: ComponentNode, { clock }: BuildContext): (() => number) => {
  const range = node.number('jitter_range_in_seconds') ?? 0;
  return () => range * 2 * clock.random();
};

interface HeaderSettings {
  header: string;
  regex?: RE2JS;
  /** Refuses a wait that is too long. @throws ReadDeferredError */
  capped(ms: number): number;
}

const headerSettings = (node: ComponentNode, context: BuildContext): HeaderSettings => {
  const header = readSettingText(node, 'header', context);
  if (!header && !isUnset(node, 'header', context)) throw node.error(`${node.type} needs header`);
  const regex = readSettingText(node, 'regex', context);
  return {
    header: header ?? '',
    regex: regex ? compileRegex(node, 'regex', regex) : undefined,
    capped: buildLongestWait(node, context),
  };
};

/** Extension of the language: a header can also hold a time instead of seconds, as Retry-After does. A wait in the past counts as none. */
const waitTimeFromHeader = (node: ComponentNode, context: BuildContext): Backoff => {
  const { header, regex, capped } = headerSettings(node, context);
  return {
    wait: (outcome) => {
      const ms = readRetryAfter(readHeaderText(outcome, header, regex), context.clock.now());
      return ms ? capped(ms) : ms;
    },
  };
};

/** Beyond the language: the time may be in seconds, ms, µs or ns since 1970, a date, or seconds from now. */
const waitUntilTimeFromHeader = (node: ComponentNode, context: BuildContext): Backoff => {
  const { header, regex, capped } = headerSettings(node, context);
  const least = readOptionalNumber(node, 'min_wait', context) ?? 0;
  return {
    wait: (outcome) => {
      const now = context.clock.now();
      const ms = (parseResetTime(readHeaderText(outcome, header, regex), now) ?? now) - now;
      if (least) return capped(Math.max(ms, least * 1000));
      return ms <= 0 ? undefined : capped(ms);
    },
  };
};

/** Builders of backoff strategies. */
export const backoffs = {
  ConstantBackoffStrategy: buildConstantBackoff,
  ExponentialBackoffStrategy: buildExponentialBackoff,
  WaitTimeFromHeader: waitTimeFromHeader,
  WaitTimeFromResponse: buildWaitTimeFromResponse,
  WaitUntilTimeFromHeader: waitUntilTimeFromHeader,
} satisfies Builders<'backoff'>;
