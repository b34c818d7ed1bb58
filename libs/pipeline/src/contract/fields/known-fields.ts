import { requireEntry, type ContractNotes, type FieldNews, type Lesson } from '@twl/ports';
import { bitsOf } from './type-bits';

/** What a contract says of one field. */
export interface KnownField {
  /** The types it may have. */
  types: number;
  /** Types that people accepted beside them: not refused, and told once more when they come. */
  accepted: number;
  /** Every record had it so far. */
  always: boolean;
  /** People accepted that it is missing. */
  mayMiss: boolean;
  /** The manifest's schema names it. */
  declared: boolean;
  since: { runId: string; runSeq: number; at: string } | null;
}

/** The fields of a stream by path. */
export type KnownFields = ReadonlyMap<string, KnownField>;

/** The number of the first run that taught anything; there is nothing to compare it with. */
export const firstSeq = ({ lessons }: ContractNotes): number => lessons[0]?.page.runSeq ?? Infinity;

/**
 * What a run is held to: the declared types, what the runs before it taught, and what was accepted. It depends on no order within a run, and
 * not on the run itself.
 */
export const knownFields = (notes: ContractNotes, options: { before: number; declared: ReadonlyMap<string, number> }): KnownFields => {
  const fields = new Map<string, KnownField>();
  for (const [field, types] of options.declared) fields.set(field, { ...blank, types, declared: true });
  const lessons = notes.lessons.filter(({ page }) => page.runSeq < options.before);
  for (const lesson of lessons) for (const news of lesson.news) learn(fields, lesson, news);
  for (const field of alwaysThere(lessons)) requireEntry(fields, field).always = true;
  for (const { field, type } of notes.accepted) {
    const known = fields.get(field);
    if (!known) continue;
    if (type === null) known.mayMiss = true;
    else known.accepted |= bitsOf([type]);
  }
  return fields;
};

const blank: KnownField = { types: 0, accepted: 0, always: false, mayMiss: false, declared: false, since: null };

const isTaken = ({ policy }: FieldNews): boolean => policy === 'evolve';

const learn = (fields: Map<string, KnownField>, { page, at }: Lesson, news: FieldNews): void => {
  if (!isTaken(news)) return;
  const since = { runId: page.runId, runSeq: page.runSeq, at };
  const known = fields.get(news.field);
  if (!known) fields.set(news.field, { ...blank, types: bitsOf(news.types), since });
  else {
    known.types |= bitsOf(news.types);
    known.since ??= since;
  }
};

/** Fields that every record of the first run had, and that no later page was seen without. */
const alwaysThere = (lessons: readonly Lesson[]): Set<string> => {
  const first = lessons.filter(({ page }) => page.runSeq === lessons[0]?.page.runSeq);
  const whole = first.filter(({ isWhole }) => isWhole).map(({ news }) => new Set(news.map(({ field }) => field)));
  const fields = new Set(
    first.flatMap(({ news }) => news.map(({ field }) => field)).filter((field) => whole.every((page) => page.has(field))),
  );
  for (const { news } of lessons) {
    for (const one of news) if (!one.always && (one.change !== 'removed' || isTaken(one))) fields.delete(one.field);
  }
  return fields;
};
