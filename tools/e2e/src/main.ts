import { parseArgs } from 'node:util';
import { errorText } from '@twl/json';
import { crashLoop } from './crash/crash-loop';

const usage = 'npm run crash -- [--rounds N (500)] [--seed S (of the clock)]: kills the built product N times and checks what it holds';

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${JSON.stringify(text)} is not a whole number`);
  return Number(text);
};

const start = async (): Promise<void> => {
  const { values } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string' } } });
  const rounds = wholeNumber(values.rounds ?? '500');
  const seed = wholeNumber(values.seed ?? String(Date.now() % 1_000_000_000));
  const said = (kills: number) => `${String(kills)} of ${String(rounds)} kills`;
  const progress = (kills: number): void => void (kills % 10 === 0 && process.stdout.write(`${said(kills)}\n`));
  const { kills, runs, records, interrupted } = await crashLoop({ rounds, seed, progress });
  process.stdout.write(
    `seed ${String(seed)}: ${said(kills)}, ${String(interrupted)} of them in a run; ${String(runs)} runs, ${String(records)} records: nothing lost, nothing twice\n`,
  );
};

start().catch((error: unknown) => {
  process.stderr.write(`${errorText(error)}\n${usage}\n`);
  process.exitCode = 1;
});
