import { RE2JS } from 're2js';
import { errorText } from '@twl/json';
import type { ComponentNode } from '../build/component-node';
import type { ExchangeResult } from '../exchange/exchange';
import { resetTime } from '../time/reset-time';

/** A regular expression of a manifest, matched in linear time whatever it says. @throws ManifestError */
export const compileRegex = (node: ComponentNode, name: string, text: string): RE2JS => {
  try {
    return RE2JS.compile(text);
  } catch (error) {
    throw node.error(`${name} is not a regular expression that can be used here: ${errorText(error)}`, name);
  }
};

/** What stands in a header, or the part of it that `regex` finds at its beginning. */
export const textInHeader = (outcome: ExchangeResult, header: string, regex?: RE2JS): string | undefined => {
  const value = outcome.answer?.headers[header.toLowerCase()];
  const found = value === undefined ? undefined : regex?.matcher(value);
  return (found?.lookingAt() ? found.group() : value)?.trim() || undefined;
};

/** `Retry-After` as ms from now: seconds, or a time. */
export const retryAfterMs = (value: string | undefined, now: number): number | undefined => {
  const at = resetTime(value, now);
  return at === undefined ? undefined : Math.max(0, at - now);
};
