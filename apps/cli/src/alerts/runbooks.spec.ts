import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alertRuleSchema } from '@twl/contracts';
import { Command } from 'commander';
import { createProgram } from '../program';

const root = join(__dirname, '../../../..');
const folder = join(root, 'docs/runbooks');
const read = (rule: string): string => readFileSync(join(folder, `${rule}.md`), 'utf8');

/** The commands of a page: lines of its code, and code in its text. */
const commandsIn = (text: string): string[] => [
  ...[...text.matchAll(/^ {4}(twl .*)$/gm)].map(([, command = '']) => command),
  ...[...text.matchAll(/`(twl [^`]*)`/g)].map(([, command = '']) => command),
];

/** A command line as a shell divides it, as far as the pages need. */
const wordsOf = (command: string): string[] => [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** The command line of the product, whose commands do nothing but check what they are given. */
const checkingProgram = (done: (command: string) => void): Command => {
  const check = (command: Command): void => {
    command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    if (command.commands.length === 0 || command.name() === 'alerts') command.action(() => done(command.name()));
    command.commands.forEach(check);
  };
  const program = createProgram('1.0.0');
  check(program);
  return program;
};

const parse = async (command: string): Promise<string> => {
  let found = '';
  await checkingProgram((name) => (found = name)).parseAsync(wordsOf(command).slice(1), { from: 'user' });
  return found;
};

describe('the check of commands', () => {
  it.each(['twl nonsense', 'twl alerts show', 'twl failures show', 'twl run shop --nonsense', 'twl contract accept shop orders price'])(
    'refuses %s',
    async (command) => {
      await expect(parse(command)).rejects.toThrow();
    },
  );
});

describe('runbooks', () => {
  it('are there for every rule, and for nothing else', () => {
    expect(readdirSync(folder).sort()).toEqual(alertRuleSchema.options.map((rule) => `${rule}.md`).sort());
  });

  it('are all listed in docs/alerts.md', () => {
    const page = readFileSync(join(root, 'docs/alerts.md'), 'utf8');
    for (const rule of alertRuleSchema.options) if (rule !== 'test') expect(page).toContain(`[${rule}](runbooks/${rule}.md)`);
  });
});

describe.each(alertRuleSchema.options)('the runbook of %s', (rule) => {
  it('says symptom, impact, check, mend and verify, in this order', () => {
    expect([...read(rule).matchAll(/^## (.*)$/gm)].map(([, name]) => name)).toEqual(['Symptom', 'Impact', 'Check', 'Mend', 'Verify']);
    expect(read(rule)).toMatch(new RegExp(`^# ${rule}: `));
  });

  it('has commands, and each is one of the command line', async () => {
    const commands = commandsIn(read(rule));
    expect(commands.length).toBeGreaterThan(1);
    for (const command of commands) expect([command, await parse(command)]).toEqual([command, expect.stringMatching(/\w/)]);
  });

  it('links to pages that are there', () => {
    for (const [, link = ''] of read(rule).matchAll(/\]\(([^)#]+)[^)]*\)/g)) expect(readFileSync(join(folder, link), 'utf8')).not.toBe('');
  });
});
