import type { Command } from 'commander';
import { addAdd } from './add/add-command';
import { addCheck } from './check-command';
import { addDeployed } from './deployed/deployed-command';
import { addPull } from './deployed/pull-command';
import { addPush } from './deployed/push-command';
import { addRollback } from './deployed/rollback-command';
import { addList } from './handles/list-command';
import { addPause } from './handles/pause-command';
import { addPreview } from './preview-command';
import { addRead } from './read-command';
import { addRecord } from './record-command';
import { addTest } from './test-command';

/** `twl source ...`: lists, pauses, adds, checks, tries out, tests and deploys sources. */
export const addSource = (program: Command): void => {
  const source = program
    .command('source')
    .alias('sources')
    .description('list, pause, resume, add, check, try out, test and deploy sources');
  addList(source);
  addPause(source);
  addAdd(source);
  addCheck(source);
  addPreview(source);
  addRead(source);
  addRecord(source);
  addTest(source);
  addPush(source);
  addDeployed(source);
  addPull(source);
  addRollback(source);
};
