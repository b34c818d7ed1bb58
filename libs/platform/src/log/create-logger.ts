import { pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config/config';

/** Level and destination of a log; standard output by default. */
export interface LoggerOptions {
  level: Config['logLevel'];
  destination?: DestinationStream;
}

/** Creates a logger of JSON lines `{ level, time, ... }`. It writes synchronously, so a crash loses no line. */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}
