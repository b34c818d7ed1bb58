import { readFileSync } from 'node:fs';

/** What the product's processes are started with; benchmarks run at the root of the workspace. */
export const productStart = (): { flags: string[]; env: Record<string, string> } =>
  JSON.parse(readFileSync('tools/scripts/node-start.json', 'utf8')) as { flags: string[]; env: Record<string, string> };
