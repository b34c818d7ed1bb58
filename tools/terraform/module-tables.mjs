#!/usr/bin/env node
// node tools/terraform/module-tables.mjs [--check]: writes the tables of inputs and outputs into the README of each module, from its variables.tf
// and outputs.tf. With --check it only says which are not so, and ends with 1 where there is one.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

const modules = new URL('../../terraform/modules/', import.meta.url).pathname;
const begin = '<!-- inputs and outputs: node tools/terraform/module-tables.mjs -->';

/** The blocks of a kind, as `terraform fmt` writes them: an attribute stands two spaces in, what is in it deeper. */
const blocksOf = (text, kind) =>
  [...text.matchAll(new RegExp(`^${kind} "(\\w+)" \\{\\n([\\s\\S]*?)^\\}`, 'gm'))].map(([, name, body]) => ({ name, body }));

/** An attribute's value on one line; undefined where there is none. */
const attribute = (body, name) => {
  const found = new RegExp(`^  ${name} +=(.*(?:\\n(?:    |  [})\\]]).*)*)`, 'm').exec(body);
  return found?.[1]
    .trim()
    .replace(/([^{([,])\n\s*(?=[^\s})\]])/g, '$1, ')
    .replace(/\s+/g, ' ');
};

const textOf = (body) => JSON.parse(attribute(body, 'description') ?? '""');
const code = (text) => (text === undefined ? '' : `\`${text.replaceAll('|', '\\|')}\``);
const cell = (text) => text.replaceAll('|', '\\|');

const tablesOf = (name) => {
  const read = (file) => (existsSync(join(modules, name, file)) ? readFileSync(join(modules, name, file), 'utf8') : '');
  const inputs = blocksOf(read('variables.tf'), 'variable').map(
    ({ name: variable, body }) =>
      `| ${code(variable)} | ${code(attribute(body, 'type'))} | ${code(attribute(body, 'default'))} | ${cell(textOf(body))} |`,
  );
  const outputs = blocksOf(read('outputs.tf'), 'output').map(({ name: output, body }) => `| ${code(output)} | ${cell(textOf(body))} |`);
  return [
    ...['## Inputs', '', '| name | type | default | |', '| - | - | - | - |', ...inputs],
    ...(outputs.length > 0 ? ['', '## Outputs', '', '| name | |', '| - | - |', ...outputs] : []),
  ].join('\n');
};

const stale = [];
for (const name of readdirSync(modules).sort()) {
  const page = join(modules, name, 'README.md');
  const text = existsSync(page) ? readFileSync(page, 'utf8') : `# ${name}\n`;
  const [said] = text.split(begin);
  const options = { ...(await resolveConfig(page)), filepath: page };
  const written = await format(`${said.trimEnd()}\n\n${begin}\n\n${tablesOf(name)}\n`, options);
  if (written === text) continue;
  stale.push(name);
  if (!process.argv.includes('--check')) writeFileSync(page, written);
}
if (process.argv.includes('--check') && stale.length > 0) {
  process.stderr.write(`the README of ${stale.join(', ')} is not as its variables and outputs: node tools/terraform/module-tables.mjs\n`);
  process.exit(1);
}
