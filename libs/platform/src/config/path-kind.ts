import { statSync } from 'node:fs';

/** Returns the kind of a path; `other` if it cannot be read. */
export function pathKind(path: string): 'file' | 'folder' | 'nothing' | 'other' {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return 'nothing';
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'other';
  } catch {
    return 'other';
  }
}
