import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of the product, from its package: of the clone, or of the installed one. */
export const productVersion = (): string => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as { version: string };
  return version;
};
