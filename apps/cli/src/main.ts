import 'reflect-metadata';
import { guardAgainstCrashes, reportToStderr } from '@twl/platform/without-nest';
import { Command } from 'commander';
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
import { productVersion } from './output/product-version';
import { reportFailure } from './output/report-failure';

guardAgainstCrashes({ report: reportToStderr });

const program = new Command('twl')
  .description('TWL Data Pipeline: ingest, store, process and expose the data of any HTTP API.')
  .version(productVersion(), '--version', 'print the version')
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
addAudit(program);
addKeys(program);
addVerify(program);
addDoctor(program);
addBackup(program);
addItem(program);
addCompletion(program);

// A reader of the output may stop early, as `head` does: that is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

program.parseAsync().catch(reportFailure);
