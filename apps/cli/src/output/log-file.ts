import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import pino, { type DestinationStream } from 'pino';

/** The log of everything that one process did, as JSON lines in the data folder; the one before it is kept as `twl.log.1`. */
export const logFile = (dataDir: string): DestinationStream => {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'twl.log');
  if (existsSync(file)) renameSync(file, `${file}.1`);
  return pino.destination({ dest: file, sync: true });
};
