import type { Counts } from '@twl/contracts';

/** Formats counts as an equation on one line: the fetched records and their outcomes. */
export const countsLine = ({ fetched, deleted, ...outcomes }: Counts): string => {
  const parts = Object.entries(outcomes).filter(([, count]) => count > 0);
  const deletedText = deleted ? `; ${deleted} deleted` : '';
  return `${fetched} fetched = ${parts.map(([name, count]) => `${count} ${name}`).join(' + ') || '0'}${deletedText}`;
};
