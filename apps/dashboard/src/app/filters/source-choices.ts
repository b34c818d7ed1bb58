import type { SourceStatus } from '@twl/contracts';
import type { Choice } from './choice-field';

interface Asked {
  source?: string | undefined;
  stream?: string | undefined;
}

/** The sources to choose from, with the one in the address even if it is unknown. */
export const sourceChoices = (sources: readonly SourceStatus[], asked: Asked): Choice[] =>
  choicesOf(
    sources.map(({ name }) => name),
    asked.source,
  );

/** The streams of the chosen source, or of all. */
export const streamChoices = (sources: readonly SourceStatus[], asked: Asked): Choice[] =>
  choicesOf(
    sources.filter(({ name }) => !asked.source || name === asked.source).flatMap(({ streams }) => streams.map(({ name }) => name)),
    asked.stream,
  );

const choicesOf = (names: string[], asked: string | undefined): Choice[] =>
  [...new Set([...names, ...(asked ? [asked] : [])])].sort().map((name) => ({ value: name, label: name }));
