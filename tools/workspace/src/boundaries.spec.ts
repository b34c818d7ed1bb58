import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const bin = join(root, 'node_modules/.bin');
const env = { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, NX_DAEMON: 'false' };

/** Lints a file that is not there, as if it stood at `path`; gives the rules it breaks. */
const brokenRules = (path: string, code: string): string[] => {
  const { stdout, stderr } = spawnSync(join(bin, 'eslint'), ['--format', 'json', '--stdin', '--stdin-filename', path], {
    cwd: root,
    env,
    input: code,
    encoding: 'utf8',
  });
  if (!stdout) throw new Error(stderr);
  const [result] = JSON.parse(stdout) as [{ messages: { ruleId: string | null }[] }];
  return result.messages.map(({ ruleId }) => ruleId ?? 'parse');
};

const importing = (name: string): string => `import * as other from '${name}';\nexport { other };\n`;

describe('module boundaries', () => {
  // Without a project graph the rule lets everything through; this makes one.
  beforeAll(() => {
    const { status, stderr } = spawnSync(join(bin, 'nx'), ['show', 'projects'], { cwd: root, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }, 120_000);

  it.each([
    ['libs/contracts/src/forbidden.ts', '@twl/pipeline'],
    ['libs/ports/src/forbidden.ts', '@twl/storage-local'],
    ['libs/pipeline/src/forbidden.ts', '@twl/connector'],
    ['libs/pipeline/src/forbidden.ts', '@twl/platform'],
    ['libs/storage-local/src/forbidden.ts', '@twl/pipeline'],
    ['libs/connector/src/forbidden.ts', '@twl/http-client'],
    ['apps/api/src/forbidden.ts', '@twl/ingestion'],
    ['apps/dashboard/src/forbidden.ts', '@twl/ports'],
  ])('refuse %s importing %s', (path, name) => {
    expect(brokenRules(path, importing(name))).toEqual(['@nx/enforce-module-boundaries']);
  });

  it.each([
    ['libs/pipeline/src/allowed.ts', '@twl/ports'],
    ['apps/api/src/allowed.ts', '@twl/runtime'],
    ['apps/cli/src/allowed.ts', '@twl/api'],
  ])('let %s import %s', (path, name) => {
    expect(brokenRules(path, importing(name))).toEqual([]);
  });

  it('know every project by one tag, and no tag by a wildcard', () => {
    const tags = ['apps', 'libs', 'tools'].flatMap((group) =>
      readdirSync(join(root, group), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .flatMap(({ name }) => {
          try {
            return [(JSON.parse(readFileSync(join(root, group, name, 'project.json'), 'utf8')) as { tags: string[] }).tags];
          } catch {
            return [];
          }
        }),
    );
    expect(tags.every((list) => list.length === 1 && /^type:[a-z0-9]+$/.test(list[0] ?? ''))).toBe(true);
    expect(readFileSync(join(root, 'eslint.config.mjs'), 'utf8')).not.toMatch(/sourceTag:\s*'\*'|'\*'\]/);
  });
});
