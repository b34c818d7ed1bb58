/** What is to become of a field. */
export type Treatment = 'remove' | 'hash';

/** One field to take out: keys from the top of the body; `*` stands for any key, or for the steps of a list, which have none. */
export interface FieldPattern {
  path: readonly string[];
  how: Treatment;
}

/** Says of a path of object keys whether it is a field to take out, or leads to one. List positions are no part of a path. */
export class FieldPatterns {
  constructor(private readonly patterns: readonly FieldPattern[]) {}

  treatment(path: readonly string[]): Treatment | undefined {
    return this.patterns.find((pattern) => matches(pattern.path, path, 0, 0) === 'whole')?.how;
  }

  leadsOn(path: readonly string[]): boolean {
    return this.patterns.some((pattern) => matches(pattern.path, path, 0, 0) !== 'none');
  }
}

type Match = 'whole' | 'part' | 'none';

const matches = (pattern: readonly string[], path: readonly string[], p: number, k: number): Match => {
  if (k === path.length) return pattern.slice(p).every((part) => part === '*') && p === pattern.length ? 'whole' : 'part';
  if (p === pattern.length) return 'none';
  if (pattern[p] === path[k]) return matches(pattern, path, p + 1, k + 1);
  if (pattern[p] !== '*') return 'none';
  const asKey = matches(pattern, path, p + 1, k + 1);
  if (asKey === 'whole') return asKey;
  const asList = matches(pattern, path, p + 1, k);
  return asList === 'none' ? asKey : asList;
};
