import { resolve } from 'node:path';
import type { Command } from 'commander';
import { NodeClock, readConfig, type Config } from '@twl/platform/without-nest';
import { askConfirmation } from '../output/ask-confirmation';
import { withExamples } from '../output/examples';
import { printJson } from '../output/json';
import { progressLine } from '../output/progress-line';
import { workingDirectory } from '../output/relative-paths';
import { UsageError } from '../output/report-failure';

interface JsonOption {
  json?: boolean;
}

/** `twl backup` and `twl restore`. */
export const addBackup = (program: Command): void => {
  const backup = program
    .command('backup <folder>')
    .description('copy the store into a folder, also while the product runs; a backup that is there is renewed')
    .option('--json', 'print what the backup has, and what was copied')
    .action(backUp);
  withExamples(backup, [['backup /mnt/disk2/twl', 'a whole backup the first time; later only what is new is copied']]);
  const restore = program
    .command('restore <folder>')
    .description('restore a backup into DATA_DIR, which must hold no store; checks every byte first')
    .option('--check', 'only check the backup')
    .option('--yes', 'do not ask for confirmation')
    .option('--json', 'print what the backup has')
    .action(restoreBackup);
  withExamples(restore, [
    ['restore /mnt/disk2/twl --check', 'is the backup whole? Restores nothing'],
    ['restore /mnt/disk2/twl --yes', 'with DATA_DIR=/srv/twl: the store is in /srv/twl'],
  ]);
};

/** Settings of a command that copies the files of the embedded engine. @throws UsageError on AWS */
const localConfig = (): Config => {
  const config = readConfig(process.env);
  if (config.aws)
    throw new UsageError(
      'backup and restore copy the files of the local engine; on AWS use the backups of DynamoDB and S3 (docs/operations.md)',
    );
  return config;
};

const backUp = async (folder: string, { json }: JsonOption): Promise<void> => {
  const { dataDir } = localConfig();
  const { backUpStore } = await import('../lazy/backup');
  const showLine = json ? () => undefined : progressLine();
  const progress = (objects: number): void => showLine(`${objects} raw files`);
  const done = await backUpStore({ dataDir, folder: pathOf(folder), at: new NodeClock().iso(), progress });
  showLine('');
  if (json) return printJson(done);
  const { counts, raw, copied } = done;
  process.stdout.write(
    `${counts.records} records, ${counts.runs} runs and ${raw.objects} raw files (${raw.bytes} bytes) are in ${folder}\n`,
  );
  process.stdout.write(`copied ${copied.objects} new raw files (${copied.bytes} bytes) and the database (${done.database.bytes} bytes)\n`);
};

const restoreBackup = async (folder: string, { check, yes, json }: JsonOption & { check?: boolean; yes?: boolean }): Promise<void> => {
  const { dataDir } = localConfig();
  const { checkBackup, restoreStore } = await import('../lazy/backup');
  if (!check && !(await askConfirmation(`restore ${folder} into ${dataDir}?`, yes))) return void (process.exitCode = 1);
  const showLine = json ? () => undefined : progressLine();
  const progress = (done: number, total: number): void => showLine(`${done} of ${total} files`);
  const summary = await (check ? checkBackup(pathOf(folder), progress) : restoreStore(pathOf(folder), dataDir, progress));
  showLine('');
  if (json) return printJson(summary);
  const { at, counts, raw } = summary;
  const where = check ? `${folder} is whole` : `restored into ${dataDir}, and checked`;
  process.stdout.write(`${where}: ${counts.records} records, ${counts.runs} runs and ${raw.objects} raw files of ${at}\n`);
};

const pathOf = (folder: string): string => resolve(workingDirectory(), folder);
