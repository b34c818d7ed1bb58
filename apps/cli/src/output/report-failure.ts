import { CommanderError } from 'commander';
import { errorText } from '@twl/json';
import { ConfigError } from '@twl/platform/without-nest';
import { NotFoundError } from '@twl/ports';

/** The command was used incorrectly: exit code 2. */
export class UsageError extends Error {}

/** Prints an error and sets the exit code: 2 for wrong usage or settings, 1 for an error during the run. */
export const reportFailure = (error: unknown): void => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  if (error instanceof ConfigError) error.problems.forEach((problem) => process.stderr.write(`${problem}\n`));
  else process.stderr.write(`${errorText(error)}\n`);
  process.exitCode = error instanceof ConfigError || error instanceof UsageError || error instanceof NotFoundError ? 2 : 1;
};
