import { join } from 'node:path';
import type { Command } from 'commander';
import { errorText } from '@twl/json';
import { ConfigError, readConfig, type Config } from '@twl/platform/without-nest';
import { withExamples } from '../output/examples';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { withRuntime } from '../with-runtime';
import { failed, passed, type Checkup } from './check';
import { checkDisk, checkFolder, checkNode, checkPort } from './machine-checks';
import { checkSources } from './source-checks';
import { checkDashboard, checkStore, unopened } from './store-checks';

/** Folder of the built dashboard, relative to the built command. */
const builtDashboard = join(__dirname, '..', 'dashboard', 'browser');

/** `twl doctor`: checks what the product needs, and says what to do about what is wrong. */
export const addDoctor = (program: Command): void => {
  const doctor = program
    .command('doctor')
    .description(
      'check Node, settings, port, folders, disk, clock, storage, sources and secrets, and say what to do; exit code 1 if something fails',
    )
    .option('--json', 'print { checks: [{ name, state, detail, advice }] }')
    .action(examine);
  withExamples(doctor, [
    ['doctor', 'what is wrong, and what to do about it'],
    ['doctor --json', 'for a program; the exit code is 1 if something fails'],
  ]);
};

const examine = async ({ json }: { json?: boolean }): Promise<void> => {
  const checks = await allChecks();
  if (json) printJson({ checks });
  else for (const check of checks) process.stdout.write(`${checkLines(check).join('\n')}\n`);
  if (checks.some(({ state }) => state === 'fail')) process.exitCode = 1;
};

const allChecks = async (): Promise<Checkup[]> => {
  const node = checkNode(process.versions.node);
  try {
    const config = readConfig(process.env);
    return [node, passed('settings', 'every setting is valid'), ...(await configuredChecks(config))];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [
      node,
      ...error.problems.map((problem) => failed('settings', problem, 'correct the environment variable; README.md lists them')),
    ];
  }
};

const configuredChecks = async (config: Config): Promise<Checkup[]> => {
  const folder = await checkFolder('data folder', config.dataDir);
  const machine = [await checkPort(config), folder];
  if (folder.state === 'fail') return machine;
  const dashboard = checkDashboard(config.dashboardDir ?? builtDashboard);
  return [...machine, await checkDisk(config.dataDir), dashboard, ...(await storedChecks(config))];
};

const storedChecks = async ({ sourcesDir }: Config): Promise<Checkup[]> => {
  const checks: Checkup[] = [];
  try {
    await withRuntime({ fetches: false }, async ({ engine, catalog, clock }) => {
      checks.push(...(await checkStore(engine, clock.now())));
      checks.push(...(await checkSources(catalog, sourcesDir)));
    });
  } catch (error) {
    checks.push(
      isSecretsFile(error)
        ? failed('secrets', errorText(error), 'correct the file, or set TWL_SECRETS_FILE to another one')
        : unopened(error),
    );
  }
  return checks;
};

const isSecretsFile = (error: unknown): boolean => (error as { code?: unknown }).code === 'SECRETS_FILE';

const marks = { ok: paint.green('ok  '), warn: paint.yellow('warn'), fail: paint.red('fail') };

const checkLines = ({ name, state, detail, advice }: Checkup): string[] => [
  `${marks[state]}  ${paint.bold(name.padEnd(13))} ${detail.replaceAll('\n', `\n${' '.repeat(20)}`)}`,
  ...(advice === undefined ? [] : [`${' '.repeat(20)}${paint.dim('->')} ${advice}`]),
];
