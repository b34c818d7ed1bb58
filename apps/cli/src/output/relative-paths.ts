import { basename, join, relative, resolve, sep } from 'node:path';

/** Returns the working directory of the user. npm changes its own to the root of the package. */
export const workingDirectory = (env: NodeJS.ProcessEnv = process.env): string => env['INIT_CWD'] ?? process.cwd();

/** Returns a path relative to the working directory of the user. */
export const relativePath = (path: string, from = workingDirectory()): string => relative(resolve(from), path) || '.';

/** Rewrites file names such as `sources/NAME/file` in a text to paths relative to the working directory of the user. */
export const withRelativePaths = (text: string, sourcesDir: string, from = workingDirectory()): string => {
  const label = `${basename(sourcesDir)}${sep}`;
  const shown = relative(resolve(from), sourcesDir);
  const here = shown === '' ? '' : join(shown, sep);
  if (here === label) return text;
  const location = new RegExp(`(^|[\\s(;])${escapePattern(label)}(?=[^\\s:]+:\\d+:\\d+)`, 'g');
  return text.replace(location, (_found, before: string) => `${before}${here}`);
};

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
