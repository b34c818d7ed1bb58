import { statSync } from 'node:fs';

/** What stands at a path. What cannot be looked at counts as something else. */
export function kindOf(path: string): 'file' | 'folder' | 'nothing' | 'other' {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return 'nothing';
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'other';
  } catch {
    return 'other';
  }
}
