#!/usr/bin/env node
// npm run package [-- NAME ...] [--no-code-cache]: the three Lambda functions as zips, dist/functions/NAME.zip. The same sources give the
// same bytes on the same Node and kind of processor: the zip brings along what V8 compiled of the code, which others compile anew.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { install, node, root } from './prepare.mjs';

install();
const [{ bundleFunction }, { compileAhead }, { docFiles }, { thirdParty }, { zip }] = await Promise.all([
  import('../build/lambda/bundle-function.mjs'),
  import('../build/lambda/compile-ahead.mjs'),
  import('../build/lambda/doc-files.mjs'),
  import('../build/lambda/third-party.mjs'),
  import('../build/lambda/zip.mjs'),
]);

const size = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
const functions = ['ingestion', 'processing', 'api'];
const withCache = !process.argv.includes('--no-code-cache');
const chosen = process.argv.slice(2).filter((name) => name !== '--no-code-cache');
const wrong = chosen.find((name) => !functions.includes(name));
if (wrong !== undefined) {
  process.stderr.write(`there is no function ${wrong}: choose of ${functions.join(', ')}\n`);
  process.exit(2);
}

for (const name of chosen.length > 0 ? chosen : functions) {
  const folder = join(root, 'dist/functions', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { metafile, names } = await bundleFunction(name, folder);
  const entrance = join(root, 'tools/build/lambda/load-app.cjs');
  copyFileSync(entrance, join(folder, 'main.js'));
  const code = ['main', ...names].map((part) => [`${part}.js`, readFileSync(join(folder, `${part}.js`))]);
  const files = [['THIRD-PARTY.txt', Buffer.from(thirdParty(metafile))], ...(name === 'api' ? docFiles(root) : [])];
  for (const [path, bytes] of files) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  files.push(...code, ...(withCache ? compileAhead(node(), folder) : []));
  const packed = zip(files);
  writeFileSync(`${folder}.zip`, packed);
  const digest = createHash('sha256').update(packed).digest('hex');
  process.stdout.write(`dist/functions/${name}.zip  ${size(packed.length)}, app.js ${size(code[1][1].length)}  sha256 ${digest}\n`);
}
