#!/usr/bin/env node
// node tools/aws/permissions-table.mjs [--check]: writes the table of permissions into docs/aws.md, from terraform/permissions.json. With
// --check it only says whether the page has it, and ends with 1 where it has not.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const page = at('docs/aws.md');
const [begin, end] = ['<!-- permissions: node tools/aws/permissions-table.mjs -->', '<!-- end of permissions -->'];

const code = (text) => `\`${text}\``;
const plain = (resource) => resource.replace(/\$\{(\w+)\}/g, (_, name) => name.toUpperCase());

/** Actions of one service after the first are written without its name. */
const actionsOf = (actions) =>
  actions.map((action, i) => code(i > 0 && action.split(':')[0] === actions[0].split(':')[0] ? action.split(':')[1] : action)).join(', ');

const conditionOf = ({ when, by }, choices) => (by === 'lambda' ? 'as a function' : when === undefined ? '' : choices[when]);

/** The same statement of several apps is one row. */
const rowsOf = ({ apps, choices }) => {
  const rows = new Map();
  for (const [app, statements] of Object.entries(apps))
    for (const statement of statements) {
      const { actions, resources, why } = statement;
      const cells = [
        actionsOf(actions),
        resources.map((resource) => code(plain(resource))).join(', '),
        conditionOf(statement, choices),
        why,
      ];
      const key = JSON.stringify(cells);
      rows.set(key, { apps: [...(rows.get(key)?.apps ?? []), app], cells });
    }
  return [...rows.values()].map(({ apps: of, cells }) => `| ${[of.join(', '), ...cells].join(' | ')} |`);
};

const table = [
  '| app | action | on | only | why |',
  '| - | - | - | - | - |',
  ...rowsOf(JSON.parse(readFileSync(at('terraform/permissions.json'), 'utf8'))),
];
const text = readFileSync(page, 'utf8');
const [before, rest = ''] = text.split(begin);
const after = rest.split(end)[1];
if (after === undefined) throw new Error(`docs/aws.md has no ${begin} with ${end} after it`);
const whole = [`${before}${begin}`, ...table, `${end}${after}`];
const written = await format([whole[0], '', ...table, '', whole.at(-1)].join('\n'), { ...(await resolveConfig(page)), filepath: page });

if (!process.argv.includes('--check')) writeFileSync(page, written);
else if (written !== text) {
  process.stderr.write(
    'the table of permissions in docs/aws.md is not that of terraform/permissions.json: node tools/aws/permissions-table.mjs\n',
  );
  process.exit(1);
}
