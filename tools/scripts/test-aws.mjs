#!/usr/bin/env node
// npm run test:aws [-- jest arguments]: starts the emulators of AWS and runs every test that needs them (*.aws.ts), among them the
// packaged Lambda functions. TWL_TEST_EMULATOR=ministack runs them on that one emulator instead. Ends with 2 where Java or Python, which the
// emulators need, is missing.
import { spawnSync } from 'node:child_process';
import { EmulatorMissing, findEnforcing, findRuntimeClient } from '../aws/find-emulators.mjs';
import { build, env, install, node, root } from './prepare.mjs';

const missing = 69;

const run = (command, args) => {
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status === missing) {
    process.stderr.write('the tests on AWS emulators did not run: see the line above for what is missing\n');
    process.exit(2);
  }
  if (status !== 0) process.exit(status ?? 1);
};

/** Names one that the other tests can do without; says what is not tested where it is missing. */
const named = (variable, find, untested) => {
  try {
    return { [variable]: find() };
  } catch (error) {
    if (!(error instanceof EmulatorMissing)) throw error;
    process.stderr.write(`${untested}: ${error.message}\n`);
    return {};
  }
};

install();
Object.assign(
  env,
  named('TWL_TEST_MINISTACK', findEnforcing, 'the policies of the roles are not enforced in these tests'),
  named('TWL_TEST_LAMBDA_RIC', findRuntimeClient, 'the functions do not run in the runtime client of Lambda in these tests'),
);
const args = process.argv.slice(2);
if (args.length === 0) {
  run(node(), ['tools/aws/with-emulators.mjs', node(), '-e', '']);
  build(['servers']);
  // Whoever runs several suites at once makes the zips before.
  if (!env.TWL_PACKAGED) run(node(), ['tools/scripts/package.mjs']);
}
const reporters = ['--reporters=default', `--reporters=${root}/tools/scripts/closing-line.cjs`];
run(node(), ['tools/aws/with-emulators.mjs', 'jest', '-c', 'jest.aws.config.ts', ...reporters, '--maxWorkers=2', ...args]);
