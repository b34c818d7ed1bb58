import { spawnSync } from 'node:child_process';
import type { Emulators } from './cost';

/** The emulators that run already; else starts them around this same command, and ends with what that says. */
export const emulatorsOr = (again: string[]): Emulators => {
  const { TWL_TEST_AWS: aws, TWL_TEST_DYNAMO: dynamo } = process.env;
  if (aws && dynamo) return { aws, dynamo };
  const args = ['tools/aws/with-emulators.mjs', process.execPath, '--expose-gc', process.argv[1]!, ...again];
  process.exit(spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1);
};
