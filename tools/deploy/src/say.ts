import { createInterface } from 'node:readline/promises';
import { NotReady } from './commands';

/** Tells a person what happens, on standard error: standard output is for results. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Asks for a word at a terminal, unless it was said before. @throws NotReady where nobody can be asked */
export const isConfirmed = async (question: string, word: string, isSaid: boolean): Promise<boolean> => {
  if (isSaid) return true;
  if (!process.stdin.isTTY) throw new NotReady('nobody can be asked here: say --yes, or look with --plan');
  const asked = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await asked.question(`${question} (${word} to go on) `)).trim() === word;
  } finally {
    asked.close();
  }
};
