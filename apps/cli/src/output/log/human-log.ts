import type { DestinationStream } from 'pino';
import { toJsonText } from '@twl/json';
import { paint } from '../paint';

const marks: Record<string, string> = {
  info: paint.dim('·'),
  warn: paint.yellow('!'),
  error: paint.red('x'),
  fatal: paint.red('x'),
};

const shownOf = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return String(value);
  return 'message' in value && typeof value.message === 'string' ? value.message : toJsonText(value);
};

/** Formats the JSON lines of the log for a terminal: time, event and fields on one line. */
export const humanLog = (write: (text: string) => void): DestinationStream => ({
  write: (line) => {
    const { level, time, event, ...fields } = JSON.parse(line) as Record<string, unknown>;
    const shown = Object.entries(fields).filter(([, value]) => value !== undefined && value !== 0 && value !== '');
    const text = shown.map(([name, value]) => `${paint.dim(`${name}=`)}${shownOf(value)}`).join(' ');
    write(`${marks[String(level)] ?? '·'} ${paint.dim(String(time).slice(11, 19))} ${String(event)} ${text}\n`);
  },
});
