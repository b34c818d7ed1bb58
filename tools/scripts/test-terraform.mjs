#!/usr/bin/env node
// npm run test:terraform [-- PART ...] [--quick]: checks the folder terraform. Parts are `static`, `plan`, `mutants` and `apply` (dev on an emulator
// of AWS, with the real zips); without one all of them, with --quick the first two. Ends with 2, and says what is missing, where a part that was
// asked for cannot run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmulatorMissing, findEnforcing } from '../aws/find-emulators.mjs';
import { findAwsCli, findCheckov } from '../aws/find-python-tools.mjs';
import { build, env, install, node, root } from './prepare.mjs';

const parts = { static: 'checks', plan: 'plan/plan', mutants: 'plan/mutants', apply: 'apply/' };
const asked = process.argv.slice(2).filter((word) => word !== '--quick');
const wrong = asked.find((part) => !(part in parts));
if (wrong !== undefined) {
  process.stderr.write(`there is no part ${wrong}: choose of ${Object.keys(parts).join(', ')}\n`);
  process.exit(2);
}
const wanted = asked.length > 0 ? asked : process.argv.includes('--quick') ? ['static', 'plan'] : Object.keys(parts);

const missing = [];
const say = (text) => process.stderr.write(`${text}\n`);

/** Says what is not there, and goes on. */
const found = (what, find) => {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof EmulatorMissing)) throw error;
    missing.push(`${what} did not run: ${error.message}`);
    return undefined;
  }
};

const runs = (command, args, options = {}) => spawnSync(command, args, { cwd: root, env, stdio: 'ignore', ...options }).status === 0;

/** Whether the provider of AWS can be had: from a registry, or as the configuration in TF_CLI_CONFIG_FILE says. */
const hasProvider = () => {
  const folder = mkdtempSync(join(tmpdir(), 'twl-provider-'));
  const made = runs('terraform', [`-chdir=${join(root, 'terraform/modules/auth')}`, 'init', '-input=false', '-backend=false'], {
    env: { ...env, TF_DATA_DIR: folder, CHECKPOINT_DISABLE: '1' },
  });
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(root, 'terraform/modules/auth/.terraform.lock.hcl'), { force: true });
  return made;
};

install();
const able = new Set(wanted);
if (!runs('terraform', ['version'])) {
  say('the tests of terraform did not run: there is no terraform on PATH (1.10 or newer)');
  process.exit(2);
}
if (!hasProvider()) {
  missing.push(
    'plan and apply did not run: no provider (terraform init finds no hashicorp/aws: TF_CLI_CONFIG_FILE or TF_CLI_ARGS_init=-plugin-dir=… name a mirror)',
  );
  for (const part of ['plan', 'mutants', 'apply']) able.delete(part);
} else env.TWL_TEST_PROVIDER = 'yes';
if (able.has('static')) env.TWL_TEST_CHECKOV = found('checkov', findCheckov) ?? '';
if (able.has('apply')) {
  env.TWL_TEST_MINISTACK = found('apply', findEnforcing) ?? '';
  env.TWL_TEST_AWS_CLI = found('apply', findAwsCli) ?? '';
  if (env.TWL_TEST_MINISTACK === '' || env.TWL_TEST_AWS_CLI === '') able.delete('apply');
  else {
    build();
    if (!env.TWL_PACKAGED && !runs(node(), ['tools/scripts/package.mjs'], { stdio: ['ignore', 2, 2] })) process.exit(1);
  }
}

const patterns = [...able].map((part) => parts[part]);
const reporters = ['--reporters=default', `--reporters=${root}/tools/scripts/closing-line.cjs`];
const jest = ['jest', '-c', 'jest.terraform.config.ts', ...reporters, '--maxWorkers=2', '--testPathPatterns', ...patterns];
const { status } = patterns.length > 0 ? spawnSync(jest[0], jest.slice(1), { cwd: root, env, stdio: 'inherit' }) : { status: 0 };
missing.forEach(say);
process.exit(status !== 0 ? (status ?? 1) : missing.length > 0 ? 2 : 0);
