import { RE2JS } from 're2js';
import { errorText } from '@twl/json';
import type { ComponentNode } from '../build/component-node';
import type { ExchangeResult } from '../exchange/exchange';
import { parseResetTime } from '../time/reset-time';

/** Compiles a regular expression of a manifest, which always matches in linear time. @throws ManifestError */
export const compileRegex = (node: ComponentNode, name: string, text: string): RE2JS => {
  try {
    return RE2JS.compile(text);
  } catch (error) {
    throw node.error(`${name} is not a regular expression that can be used here: ${errorText(error)}`, name);
  }
};

/** Returns the value of a header, or the part of it that `regex` finds at its start. */
export const readHeaderText = (outcome: ExchangeResult, header: string, regex?: RE2JS): string | undefined => {
  const value = outcome.response?.headers[header.toLowerCase()];
  const found = value === undefined ? undefined : regex?.matcher(value);
  return (found?.lookingAt() ? found.group() : value)?.trim() || undefined;
};

/** `Retry-After` as ms from now: seconds, or a time. */
export const readRetryAfter = (value: string | undefined, now: number): number | undefined => {
  const at = parseResetTime(value, now);
  return at === undefined ? undefined : Math.max(0, at - now);
};
