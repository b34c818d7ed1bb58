import { BadCursorError, readPosition, writePosition } from '@twl/ports';

/** Position of a walk: the last record that it read, and the snapshot of each generation at its start. */
export interface WalkCursor {
  time: number;
  key: string;
  /** When the walk began, ms. */
  began: number;
  snapshots: ReadonlyMap<string, readonly number[]>;
}

const writeSnapshots = (snapshots: WalkCursor['snapshots']): string =>
  [...snapshots].map(([gen, numbers]) => [gen, ...numbers.map((number) => number.toString(36))].join('.')).join(',');

const readSnapshots = (text: string): Map<string, number[]> => {
  const entries = text.split(',').filter(Boolean);
  return new Map(
    entries.map((entry) => {
      const [, gen, numbers] = /^([\w-]+\.\d+)\.([0-9a-z]+(?:\.[0-9a-z]+)*)$/.exec(entry) ?? [];
      if (gen === undefined || numbers === undefined) throw new BadCursorError();
      return [gen, numbers.split('.').map((number) => parseInt(number, 36))];
    }),
  );
};

/** Encodes a position in a walk as opaque text for its query. */
export const writeWalkPosition = (query: readonly unknown[], { time, key, began, snapshots }: WalkCursor): string =>
  writePosition(query, [time, key, began, writeSnapshots(snapshots)]);

/** Decodes the position that {@link writeWalkPosition} encoded for the same query. @throws BadCursorError */
export const readWalkPosition = (query: readonly unknown[], position: string): WalkCursor => {
  const [time, key, began, snapshots] = readPosition<[number, string, number, string]>(query, position, [0, '', 0, '']);
  return { time, key, began, snapshots: readSnapshots(snapshots) };
};
