import { basename, join, relative, resolve, sep } from 'node:path';

/** Where the person who runs the command stands; npm itself goes to the root of the package. */
export const standingIn = (env: NodeJS.ProcessEnv = process.env): string => env['INIT_CWD'] ?? process.cwd();

/** A path as one types it from where one stands. */
export const pathFromHere = (path: string, from = standingIn()): string => relative(resolve(from), path) || '.';

/** A text in which problems name files as `sources/NAME/file`, with paths that can be opened from where one stands. */
export const fromHere = (text: string, sourcesDir: string, from = standingIn()): string => {
  const label = `${basename(sourcesDir)}${sep}`;
  const shown = relative(resolve(from), sourcesDir);
  const here = shown === '' ? '' : join(shown, sep);
  if (here === label) return text;
  const place = new RegExp(`(^|[\\s(;])${escapeText(label)}(?=[^\\s:]+:\\d+:\\d+)`, 'g');
  return text.replace(place, (_found, before: string) => `${before}${here}`);
};

const escapeText = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
