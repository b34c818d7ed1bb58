import { createHash } from 'node:crypto';
import type { Acceptance } from '@twl/contracts';
import type { ContractNotes, Lesson } from '@twl/ports';
import type { TableAction } from '../table/action';
import type { Table } from '../table/table';
import type { Bodies } from './bodies';
import { countKey, sidOf } from './keys';

/** The partition of what a generation's pages taught, and of what was accepted of a stream. */
export const lessonsPk = (gen: string): string => `N#${gen}`;
const acceptedPk = (sid: string): string => `Y#${sid}`;

/** Writes down what a page taught, in place of what it taught before. */
export const putLesson = async (bodies: Bodies, gen: string, lesson: Lesson): Promise<TableAction> => {
  const { runSeq, pageIndex } = lesson.page;
  return { is: 'lesson', put: { pk: lessonsPk(gen), sk: `${countKey(runSeq)}#${countKey(pageIndex)}`, ...(await bodies.store(lesson)) } };
};

/** Everything known of a stream's contract, as a generation sees it. */
export const readNotes = async (table: Table, bodies: Bodies, of: { sid: string; gen: string }): Promise<ContractNotes> => {
  const [lessons, accepted] = await Promise.all([table.all({ pk: lessonsPk(of.gen) }), table.all({ pk: acceptedPk(of.sid) })]);
  return {
    lessons: await Promise.all(lessons.map((item) => bodies.read<Lesson>(item))),
    accepted: await Promise.all(accepted.map((item) => bodies.read<Acceptance>(item))),
  };
};

/** Writes an acceptance down, unless there is one. */
export const putAcceptance = async (table: Table, bodies: Bodies, acceptance: Acceptance): Promise<void> => {
  const { source, stream, field, type } = acceptance;
  const sk = createHash('sha256')
    .update(JSON.stringify([field, type]))
    .digest('hex');
  const item = { pk: acceptedPk(sidOf(source, stream)), sk, ...(await bodies.store(acceptance)) };
  await table.put(item, { text: 'attribute_not_exists(#pk)' });
};
