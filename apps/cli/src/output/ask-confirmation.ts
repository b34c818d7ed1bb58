import { createInterface } from 'node:readline/promises';
import { UsageError } from './report-failure';

/** Asks for confirmation at a terminal. Without a terminal the command needs `--yes`. @throws UsageError */
export const askConfirmation = async (question: string, yes: boolean | undefined): Promise<boolean> => {
  if (yes) return true;
  if (!process.stdin.isTTY)
    throw new UsageError('cannot ask for confirmation without a terminal: use --yes, or --dry-run to see the changes');
  const asked = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await asked.question(`${question} [y/N] `)).trim());
  } finally {
    asked.close();
  }
};
