import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { productStart } from '../product-start';
import type { BenchStep, StepResult } from './steps';

/** As the product is started. */
const own = productStart();

/** Does a step in a process of its own. */
export const inChild = async (step: BenchStep): Promise<StepResult> => {
  const child = spawn(process.execPath, [...own.flags, process.argv[1]!, 'step', JSON.stringify(step)], {
    env: { ...own.env, ...process.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, code] = await Promise.all([text(child.stdout), new Promise((resolve) => child.once('close', resolve))]);
  if (code !== 0) throw new Error(`step ${step.kind} failed`);
  return JSON.parse(output) as StepResult;
};
