import { createInterface } from 'node:readline/promises';
import { UsageError } from './report-failure';

/** Asks a person at a terminal; elsewhere nobody can be asked, and the command wants `--yes`. @throws UsageError */
export const confirmed = async (question: string, yes: boolean | undefined): Promise<boolean> => {
  if (yes) return true;
  if (!process.stdin.isTTY) throw new UsageError('nobody can be asked here: say --yes, or look with --dry-run');
  const asked = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await asked.question(`${question} [y/N] `)).trim());
  } finally {
    asked.close();
  }
};
