import { readFileSync } from 'node:fs';

/** What the product's processes are started with; benchmarks run at the root of the workspace. */
export const productFlags = (): string[] => JSON.parse(readFileSync('tools/scripts/node-flags.json', 'utf8')) as string[];
