import type { Config, Environment } from '@twl/platform/without-nest';
import { runApp } from '@twl/runtime';
import { multistream, pino, type DestinationStream } from 'pino';
import { humanLog } from '../output/log/human-log';
import { LogFile } from '../output/log/log-file';
import { bannerText } from './banner';
import { startUp } from './start-up';

/** Runs everything in this process until a stop signal. */
export const serve = (env: Environment): Promise<void> =>
  runApp(env, {
    destination: async ({ dataDir, logLevel }) => {
      const file = await new LogFile(dataDir, { warn: (text) => process.stderr.write(text) }).open();
      return multistream([file, consoleLog()].map((stream) => ({ stream, level: logLevel as pino.Level })));
    },
    start: async (given) => {
      const { url, simulatorUrl, isOpen, close } = await startUp(given);
      process.stderr.write(bannerText({ url, simulatorUrl, isOpen, data: describeStorage(given.config) }));
      return close;
    },
  });

/** Returns the log destination of standard output: readable lines at a terminal, else JSON. */
const consoleLog = (): DestinationStream =>
  process.stdout.isTTY ? humanLog((text) => process.stdout.write(text)) : pino.destination({ fd: 1, sync: true });

/** Describes where the data is stored. */
const describeStorage = ({ aws, dataDir }: Config): string =>
  aws ? `table ${aws.table} and bucket ${aws.bucket}, ${aws.endpoint ?? aws.region ?? 'AWS'}` : dataDir;
