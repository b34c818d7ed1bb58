import type { ChangeKind } from '@twl/contracts';
import type { RecordWrite } from '../storage/record-store';

/** What a commit did to one record: short, because it is written with every commit. */
export type LoggedChange = [kind: 'n' | 'c' | 'd' | 'r', key: string, version: number];

const kindsByLetter = { n: 'new', c: 'changed', d: 'deleted', r: 'restored' } as const satisfies Record<LoggedChange[0], ChangeKind>;

/** Returns the kind of a logged change. */
export const kindOf = ([letter]: LoggedChange): ChangeKind => kindsByLetter[letter];

/** Returns what writes change of what is shown, in their order. */
export const loggedChanges = (writes: readonly RecordWrite[]): LoggedChange[] =>
  writes.flatMap((write) => (write.isUnchanged ? [] : [[letterOf(write), write.record.key, write.record.version]]));

const letterOf = ({ record, expected, wasShown = expected !== null }: RecordWrite): LoggedChange[0] => {
  if (record.deletedAt !== undefined) return 'd';
  if (expected === null) return 'n';
  return wasShown ? 'c' : 'r';
};
