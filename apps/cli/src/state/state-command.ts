import type { Command } from 'commander';
import { addStateEdits } from './edit-command';
import { addShow } from './show-command';

/** `twl state ...`: what streams remember from run to run. */
export const addState = (program: Command): void => {
  const state = program.command('state').description('what streams remember from run to run: where the next run goes on');
  addShow(state);
  addStateEdits(state);
};
