import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Returns a text that identifies the start of a process, so that a reused process id is noticed; undefined where the system does not tell.
 */
const processStart = (pid: number): string | undefined => {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The process name, in parentheses, may hold any text. The 22nd field is the start in ticks since boot.
    const ticks = status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    return `${boot}-${ticks}`;
  } catch {
    return undefined;
  }
};

const ownStart = processStart(process.pid) ?? Math.round(performance.timeOrigin).toString(36);

/**
 * Returns this process as an owner of leases: `host:pid:startId`. An engine on the same machine can tell from it that the process is dead.
 */
export const processOwner = (): string => `${hostname()}:${process.pid}:${ownStart}`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};

/**
 * Returns true if the owner was a process of this machine that has ended. False for owners on other machines and for other forms of names.
 */
export const isOwnerDead = (owner: string): boolean => {
  const [, host, pidText, start] = /^(.+):(\d+):([^:]+)$/.exec(owner) ?? [];
  if (host !== hostname() || pidText === undefined) return false;
  const pid = Number(pidText);
  if (pid === process.pid) return start !== ownStart;
  return !isAlive(pid) || (processStart(pid) ?? start) !== start;
};
