import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

const everyMs = 200;

/** Highest resident memory of a process until it ends, bytes; the system itself keeps it. Linux only. */
export const peakUntilExit = async (child: ChildProcess): Promise<number> => {
  let peak = 0;
  const look = (): void => {
    try {
      const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      peak = Math.max(peak, Number(kilobytes ?? 0) * 1024);
    } catch {
      // It has ended.
    }
  };
  const timer = setInterval(look, everyMs);
  await new Promise((resolve) => child.once('close', resolve));
  clearInterval(timer);
  return peak;
};
