import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';

const root = join(import.meta.dirname, '../../..');
const page = join(root, 'docs/connector-coverage.md');

const { outputFiles } = await build({
  entryPoints: [join(root, 'libs/connector/src/source/coverage-table.ts')],
  bundle: true,
  write: false,
  platform: 'node',
  format: 'cjs',
  packages: 'external',
  alias: {
    '@twl/ports': join(root, 'libs/ports/src/index.ts'),
    '@twl/contracts': join(root, 'libs/contracts/src/index.ts'),
    '@twl/jinja': join(root, 'libs/jinja/src/index.ts'),
  },
});
const module = { exports: {} };
new Function('require', 'module', 'exports', outputFiles[0].text)(createRequire(page), module, module.exports);
writeFileSync(page, await format(module.exports.coveragePage(), { ...(await resolveConfig(page)), parser: 'markdown' }));
console.log(page);
