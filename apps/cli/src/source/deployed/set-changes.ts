import { isDeepStrictEqual } from 'node:util';

/** Files of sources by their path, the first part of which is the source. */
type Files = ReadonlyMap<string, Uint8Array>;

/** What a push would do, as names of sources. */
export interface SetChanges {
  new: string[];
  changed: string[];
  removed: string[];
  unchanged: string[];
}

/** Compares two sets source by source. */
export const setChanges = (before: Files, after: Files): SetChanges => {
  const [old, now] = [bySource(before), bySource(after)];
  const common = [...now.keys()].filter((name) => old.has(name));
  const isSame = (name: string): boolean => isDeepStrictEqual(old.get(name), now.get(name));
  return {
    new: [...now.keys()].filter((name) => !old.has(name)),
    changed: common.filter((name) => !isSame(name)),
    removed: [...old.keys()].filter((name) => !now.has(name)),
    unchanged: common.filter(isSame),
  };
};

/** In one line, for a person. */
export const changesText = (changes: SetChanges): string =>
  (['new', 'changed', 'removed', 'unchanged'] as const)
    .map(
      (kind) =>
        `${changes[kind].length} ${kind}${kind !== 'unchanged' && changes[kind].length > 0 ? ` (${changes[kind].join(', ')})` : ''}`,
    )
    .join(', ');

const bySource = (files: Files): Map<string, Map<string, string>> => {
  const sources = new Map<string, Map<string, string>>();
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [name = ''] = path.split('/');
    const own = sources.get(name) ?? new Map<string, string>();
    sources.set(name, own.set(path, Buffer.from(bytes).toString('base64')));
  }
  return sources;
};
