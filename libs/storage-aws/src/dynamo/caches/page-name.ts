import type { PageId } from '@twl/contracts';

/** Returns a page in a generation as the key of a map. */
export const pageName = ({ runId, pageIndex }: Pick<PageId, 'runId' | 'pageIndex'>, gen: string): string =>
  JSON.stringify([gen, runId, pageIndex]);
