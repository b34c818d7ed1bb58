import type { Command } from 'commander';
import { addStateEdits } from './edit-command';
import { addShow } from './show-command';

/** `twl state ...`: shows and edits the states of streams. */
export const addState = (program: Command): void => {
  const state = program.command('state').description('states of streams: where the next run resumes');
  addShow(state);
  addStateEdits(state);
};
