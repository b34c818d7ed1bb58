import { RE2JS } from 're2js';
import type { ComponentNode } from '../component/component-node';
import type { Outcome } from '../component/exchange';

/** A regular expression of a manifest, matched in linear time whatever it says. @throws ManifestError */
export const compileRegex = (node: ComponentNode, name: string, text: string): RE2JS => {
  try {
    return RE2JS.compile(text);
  } catch (error) {
    throw node.error(`${name} is not a regular expression that can be used here: ${error instanceof Error ? error.message : ''}`, name);
  }
};

/** The number that stands in a header, or in the part of it that `regex` finds at its beginning. */
export const numberInHeader = (outcome: Outcome, header: string, regex?: RE2JS): number | undefined => {
  const value = outcome.answer?.headers[header.toLowerCase()];
  if (!value) return undefined;
  const found = regex?.matcher(value);
  const text = (found?.lookingAt() ? found.group() : value)?.trim();
  const number = text ? Number(text) : NaN;
  return Number.isFinite(number) ? number : undefined;
};

/** `Retry-After` as ms from now: seconds, or a date. */
export const retryAfterMs = (value: string | undefined, now: number): number | undefined => {
  if (!value?.trim()) return undefined;
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
};
