import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '@twl/platform/without-nest';
import { Option, type Command } from 'commander';
import { abortOnSignal } from '../output/abort-on-signal';
import { withExamples } from '../output/examples';
import { humanLog } from '../output/log/human-log';
import { printText } from '../output/print';
import { UsageError } from '../output/report-failure';
import { parseWholeNumber } from '../output/whole-number';
import { GrowingFile, logFiles } from './log-files';
import { logLevels, matchesLine, type LogFilter } from './log-filter';

/** How often a followed log is read, ms. */
const pollMs = 300;

interface LogsOptions extends LogFilter {
  follow?: boolean;
  lines: number;
  json?: boolean;
}

/** `twl logs`: shows the log that `twl up` writes into the data folder. */
export const addLogs = (program: Command): void => {
  const logs = program
    .command('logs')
    .description('show the log that `twl up` writes: the last lines that match')
    .option('-f, --follow', 'go on with each line that is written')
    .option('--run <id>', 'only lines of this run')
    .option('--source <name>', 'only lines of this source')
    .addOption(new Option('--level <level>', 'only lines of this level, and more urgent ones').choices(logLevels))
    .option('-n, --lines <number>', 'lines to show at first', (text: string) => parseWholeNumber('--lines', text), 100)
    .option('--json', 'lines of JSON as they are; the default where the output is no terminal')
    .action(showLogs);
  withExamples(logs, [
    ['logs -f', 'the last 100 lines, and each new one'],
    ['logs --source shop --level warn', 'warnings and errors of a source'],
  ]);
};

const showLogs = async (options: LogsOptions): Promise<void> => {
  const folder = join(readConfig(process.env).dataDir, 'logs');
  const files = logFiles(folder);
  if (files.length === 0 && !options.follow)
    throw new UsageError(`there is no log in ${folder}: \`twl up\` writes one; the other programs write theirs to standard output`);
  const log = new Log(folder, options);
  const last: string[] = [];
  for (const line of log.newLines()) {
    last.push(line);
    if (last.length > options.lines) last.shift();
  }
  await print(last, options);
  if (options.follow) await follow(log, options);
};

const follow = async (log: Log, options: LogsOptions): Promise<void> => {
  const signal = abortOnSignal();
  while (!signal.aborted) {
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    await print([...log.newLines()], options);
  }
};

/** The log of a data folder, through its files. */
class Log {
  private readonly files = new Map<string, GrowingFile>();

  constructor(
    private readonly folder: string,
    private readonly filter: LogFilter,
  ) {}

  /** Lines that match and were not read before. */
  *newLines(): Generator<string> {
    for (const path of logFiles(this.folder)) {
      const file = this.files.get(path) ?? new GrowingFile(path);
      this.files.set(path, file);
      if (!file.isRead()) for (const line of file.readLines()) if (matchesLine(line, this.filter)) yield line;
    }
  }
}

const print = async (lines: readonly string[], { json }: LogsOptions): Promise<void> => {
  if (json || !process.stdout.isTTY) return printText(lines.map((line) => `${line}\n`).join(''));
  const shown: string[] = [];
  const pretty = humanLog((text) => void shown.push(text));
  for (const line of lines) pretty.write(line);
  await printText(shown.join(''));
};
