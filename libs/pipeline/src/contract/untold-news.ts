import type { FieldNews, Lesson } from '@twl/ports';

/**
 * What of a page's news the earlier pages of its run did not tell, so that a run of many pages has few lessons. Of what went away every page
 * tells: gone is what none of them has.
 */
export const untoldNews = (news: readonly FieldNews[], earlier: readonly Lesson[]): FieldNews[] => {
  const told = new Map<string, FieldNews[]>();
  for (const one of earlier.flatMap((lesson) => lesson.news)) told.set(one.field, [...(told.get(one.field) ?? []), one]);
  return news.filter((one) => one.change === 'removed' || !isTold(one, told.get(one.field) ?? []));
};

const isTold = ({ change, policy, types, always }: FieldNews, told: readonly FieldNews[]): boolean => {
  const same = told.filter((each) => each.change === change && each.policy === policy);
  const seen = new Set(same.flatMap((each) => each.types));
  return same.length > 0 && types.every((type) => seen.has(type)) && (always || same.some((each) => !each.always));
};

/** Fields of the earlier pages of a first run that a page lacks: not every record has them. */
export const lackedFields = (news: readonly FieldNews[], earlier: readonly Lesson[]): FieldNews[] => {
  const shown = new Set(news.map(({ field }) => field));
  const lacked = new Set(earlier.flatMap((lesson) => lesson.news.map(({ field }) => field)).filter((field) => !shown.has(field)));
  return [...lacked].map((field) => ({ field, change: 'learned', types: [], before: [], always: false, policy: 'evolve' }));
};
