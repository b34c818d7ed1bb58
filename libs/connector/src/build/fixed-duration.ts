import type { ComponentNode } from './component-node';
import { parseDuration, TimeDelta } from '@twl/jinja';

/** An ISO 8601 duration of fixed length (`PT1M`, `P1D`), in ms. @throws ManifestError for anything else */
export const parseFixedDuration = (node: ComponentNode, name: string, text = node.required(name)): number => {
  try {
    const duration = parseDuration(text);
    if (duration instanceof TimeDelta && duration.micros > 0n) return Number(duration.micros / 1000n);
  } catch {
    // Said below, with its place.
  }
  throw node.error(`${name} must be a duration of fixed length like PT1M or P1D, not ${JSON.stringify(text)}`, name);
};
