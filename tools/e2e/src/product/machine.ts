import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';

/** A time that an idle machine keeps, in ms, made longer by as much as this one has more to do than it can. */
export const within = (ms: number): number => ms * Math.max(1, (loadavg()[0] ?? 0) / cpus().length);

/** Memory that a process holds, in MB; undefined where the machine does not tell. */
export const residentMegabytes = (pid: number): number | undefined => {
  const file = `/proc/${String(pid)}/status`;
  if (!existsSync(file)) return undefined;
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(file, 'utf8')) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
};
