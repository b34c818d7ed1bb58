import type { Days } from '@twl/contracts';
import type { PageEntry } from '@twl/ports';

/** Whether a page was fetched on one of the days. */
export const isFetchedWithin = ({ from = '', to = '9999' }: Days, { fetchedAt }: Pick<PageEntry, 'fetchedAt'>): boolean => {
  const day = fetchedAt.slice(0, 10);
  return day >= from && day <= to;
};

/** The days in words: `from 2026-01-30 to 2026-01-31`. */
export const daysText = ({ from, to }: Days): string => [from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(' ');
