import type { Json } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import type { PageFacts } from '../roles/paging';

/** Names of flags that say that more follows, in lower case and without `_` and `-`. */
const names = new Set([
  'hasmore',
  'hasmoreitems',
  'hasmorepages',
  'hasmoreresults',
  'hasnext',
  'hasnextpage',
  'moredata',
  'morerecords',
  'moreresults',
]);

/** Ends paging at a page that is shorter than requested, and notes a flag that says that more follows. */
export const isLastPage = async (page: PageFacts): Promise<null> => {
  if (page.cutShort && saysMore(await page.document()))
    page.cutShort('but the page is shorter than page_size, which ends the paging (does the source give pages of that size?)');
  return null;
};

const saysMore = (value: Json, depth = 0): boolean =>
  isJsonObject(value) &&
  depth < 3 &&
  Object.entries(value).some(([key, each]) =>
    each === true ? names.has(key.toLowerCase().replace(/[_-]/g, '')) : saysMore(each, depth + 1),
  );
