import { pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config/config';

/** How much is logged, and where to; standard output when not told. */
export interface LoggerOptions {
  level: Config['logLevel'];
  destination?: DestinationStream;
}

/** A logger of JSON lines `{ level, time, ... }`. Lines are written at once, so none is lost in a crash. */
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
