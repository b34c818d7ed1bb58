import { Command } from 'commander';
import { addAlerts } from './alerts/alerts-command';
import { addAudit } from './audit/audit-command';
import { addBackup } from './backup/backup-command';
import { addCompletion } from './completion/completion-command';
import { addDeletions } from './deletions/deletions-command';
import { addContract } from './contract/contract-command';
import { addDoctor } from './doctor/doctor-command';
import { addExport } from './export/export-command';
import { addFailures } from './failures/failures-command';
import { addItem } from './item/item-command';
import { addKeys } from './keys/keys-command';
import { addRecords } from './records/records-command';
import { addReplay } from './replay/replay-command';
import { addLogs } from './logs/logs-command';
import { addRun } from './run/run-command';
import { addRuns } from './runs/runs-command';
import { addSource } from './source/source-command';
import { addState } from './state/state-command';
import { addStatus } from './status/status-command';
import { addInit } from './up/init-command';
import { addUp } from './up/up-command';
import { addVerify } from './verify/verify-command';

/** Creates the command line with all its commands. */
export const createProgram = (version: string): Command => {
  const program = new Command('twl')
    .description('TWL Data Pipeline: ingest, store, process and expose the data of any HTTP API.')
    .version(version, '--version', 'print the version')
    .showHelpAfterError('(see twl --help)')
    .exitOverride();

  addUp(program);
  addInit(program);
  addStatus(program);
  addRun(program);
  addRuns(program);
  addLogs(program);
  addSource(program);
  addState(program);
  addRecords(program);
  addFailures(program);
  addContract(program);
  addDeletions(program);
  addReplay(program);
  addExport(program);
  addAlerts(program);
  addAudit(program);
  addKeys(program);
  addVerify(program);
  addDoctor(program);
  addBackup(program);
  addItem(program);
  addCompletion(program);
  return program;
};
