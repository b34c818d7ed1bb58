import type { Config, Environment } from '@twl/platform/without-nest';
import { runApp } from '@twl/runtime';
import { multistream, pino, type DestinationStream } from 'pino';
import { humanLog } from '../output/human-log';
import { LogFile } from '../output/log-file';
import { banner } from './banner';
import { startUp } from './start-up';

/** Runs everything in this process until it is told to stop. */
export const serve = (env: Environment): Promise<void> =>
  runApp(env, {
    destination: async ({ dataDir, logLevel }) => {
      const file = await new LogFile(dataDir, { say: (text) => process.stderr.write(text) }).open();
      return multistream([file, consoleLog()].map((stream) => ({ stream, level: logLevel as pino.Level })));
    },
    start: async (given) => {
      const { url, simulatorUrl, close } = await startUp(given);
      process.stderr.write(banner({ url, simulatorUrl, data: whereData(given.config) }));
      return close;
    },
  });

/** The log on standard output: lines for a person at a terminal, else JSON. */
const consoleLog = (): DestinationStream =>
  process.stdout.isTTY ? humanLog((text) => process.stdout.write(text)) : pino.destination({ fd: 1, sync: true });

/** Where the data is, as a person would say it. */
const whereData = ({ aws, dataDir }: Config): string =>
  aws ? `table ${aws.table} and bucket ${aws.bucket}, ${aws.endpoint ?? aws.region ?? 'AWS'}` : dataDir;
