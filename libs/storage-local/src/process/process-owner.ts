import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Since when a process runs, told apart from every other that had its number; undefined where the system does not say. */
const startOf = (pid: number): string | undefined => {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold anything; the 22nd field is the start in ticks since the machine started.
    const ticks = status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    return `${boot}-${ticks}`;
  } catch {
    return undefined;
  }
};

const ownStart = startOf(process.pid) ?? Math.round(performance.timeOrigin).toString(36);

/** Names this process as an owner of leases: `host:pid:startId`. An engine on the same machine sees when it is gone. */
export const processOwner = (): string => `${hostname()}:${process.pid}:${ownStart}`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};

/** Whether an owner was a process of this machine that is no more. False for owners on other machines and of other forms. */
export const isOwnerGone = (owner: string): boolean => {
  const [, host, pidText, start] = /^(.+):(\d+):([^:]+)$/.exec(owner) ?? [];
  if (host !== hostname() || pidText === undefined) return false;
  const pid = Number(pidText);
  if (pid === process.pid) return start !== ownStart;
  return !isAlive(pid) || (startOf(pid) ?? start) !== start;
};
