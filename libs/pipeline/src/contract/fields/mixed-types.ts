import type { FieldType } from '@twl/contracts';
import type { ContractNotes, FieldNews, Lesson } from '@twl/ports';
import { firstSeq } from './known-fields';

/** A change that was no change when its page was applied, and shows when the pages of its run are laid side by side. */
export type MixedTypes = Omit<Lesson, 'news'> & { news: FieldNews & { change: 'changed' } };

/**
 * The fields that have several types within the first run, which nothing was there to compare with: told of the first page that shows another
 * type than the pages, or the records of the page, before it. Types that the manifest's schema declares are none of these.
 */
export const mixedTypes = (notes: ContractNotes): MixedTypes[] => {
  const first = firstSeq(notes);
  const pages = notes.lessons.filter(({ page }) => page.runSeq === first).sort((a, b) => a.page.pageIndex - b.page.pageIndex);
  const known = new Map<string, FieldType[]>();
  return pages.flatMap(({ news, ...where }) =>
    news.flatMap((one) => {
      const mixed = isUndeclared(one) ? mixedIn(one, known) : undefined;
      return mixed ? [{ ...where, news: mixed }] : [];
    }),
  );
};

const isUndeclared = ({ change, before }: FieldNews): boolean => change === 'learned' && before.length === 0;

const mixedIn = (news: FieldNews, known: Map<string, FieldType[]>): MixedTypes['news'] | undefined => {
  const types = news.types.filter((type) => type !== 'null');
  const earlier = known.get(news.field) ?? [];
  const before = earlier.length > 0 ? earlier : types.slice(0, 1);
  const added = types.filter((type) => !before.includes(type));
  known.set(news.field, [...before, ...added]);
  return added.length > 0 ? { ...news, change: 'changed', before, types: added, policy: 'evolve' } : undefined;
};
