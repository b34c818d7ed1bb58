import { CommanderError } from 'commander';
import { errorText } from '@twl/json';
import { ConfigError } from '@twl/platform/without-nest';
import { NotFoundError } from '@twl/ports';

/** The command was used in a way that cannot work: exit code 2. */
export class UsageError extends Error {}

/** Ends the process with what went wrong: 2 for how the command was used or set up, 1 for what happened while it ran. */
export const reportFailure = (error: unknown): void => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  if (error instanceof ConfigError) error.problems.forEach((problem) => process.stderr.write(`${problem}\n`));
  else process.stderr.write(`${errorText(error)}\n`);
  process.exitCode = error instanceof ConfigError || error instanceof UsageError || error instanceof NotFoundError ? 2 : 1;
};
