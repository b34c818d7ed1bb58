/** How to redact a field. */
export type Treatment = 'remove' | 'hash';

/** One field to redact: keys from the top of the body; `*` stands for any key, or for the steps of a list, which have none. */
export interface FieldPattern {
  path: readonly string[];
  how: Treatment;
}

/** One cell of rows that are lists: keys from the top, `*` for any one; how many lists are open since the last of them; the place in the innermost. */
export interface CellPattern {
  path: readonly string[];
  lists: number;
  at: number;
  how: Treatment;
}

/** Decides whether a path of object keys is a field to redact, or leads to one. List indexes are not part of a path. */
export class FieldPatterns {
  constructor(
    private readonly patterns: readonly FieldPattern[],
    private readonly cells: readonly CellPattern[] = [],
  ) {}

  treatment(path: readonly string[]): Treatment | undefined {
    return this.patterns.find((pattern) => matchPattern(pattern.path, path) === 'whole')?.how;
  }

  /** Returns how to redact an element of a list. */
  cell(path: readonly string[], lists: number, at: number): Treatment | undefined {
    return this.cells.find((cell) => cell.at === at && cell.lists === lists && isAt(cell.path, path))?.how;
  }

  leadsOn(path: readonly string[]): boolean {
    const leads = (pattern: readonly string[]): boolean => matchPattern(pattern, path) !== 'none';
    return this.patterns.some((pattern) => leads(pattern.path)) || this.cells.some((cell) => leads(cell.path));
  }
}

const isAt = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length === path.length && pattern.every((part, index) => part === '*' || part === path[index]);

type Match = 'whole' | 'part' | 'none';

const matchPattern = (pattern: readonly string[], path: readonly string[]): Match => matchFrom(0, 0, { pattern, path });

/** Matches the pattern from `p` with the path from `k`. */
const matchFrom = (p: number, k: number, of: { pattern: readonly string[]; path: readonly string[] }): Match => {
  const { pattern, path } = of;
  if (k === path.length) return p === pattern.length ? 'whole' : 'part';
  if (p === pattern.length) return 'none';
  if (pattern[p] === path[k]) return matchFrom(p + 1, k + 1, of);
  if (pattern[p] !== '*') return 'none';
  const asKey = matchFrom(p + 1, k + 1, of);
  if (asKey === 'whole') return asKey;
  const asList = matchFrom(p + 1, k, of);
  return asList === 'none' ? asKey : asList;
};
