import type { Command } from 'commander';
import { addCheck } from './check-command';
import { addPreview } from './preview-command';

/** `twl source ...`: what can be done with a source without running it. */
export const addSource = (program: Command): void => {
  const source = program.command('source').description('check and try out sources');
  addCheck(source);
  addPreview(source);
};
