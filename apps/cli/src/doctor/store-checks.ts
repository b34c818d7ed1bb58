import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { errorText } from '@twl/json';
import type { Engine } from '@twl/ports';
import { doubtful, failed, passed, type Checkup } from './check';

/** How far a time may lie ahead of the clock, ms. */
const toleranceMs = 60_000;

/** Checks that the store can be read and written, and that nothing in it is from a clock that was ahead. */
export const checkStore = async (engine: Engine, now: number): Promise<Checkup[]> => [
  await checkAccess('storage', () => engine.check(), 'the reason says what to do; "twl verify" reads everything'),
  await checkAccess('page queue', () => engine.pageQueue.depth(), 'the page queue must exist and be readable: docs/aws.md'),
  await checkAccess('request queue', () => engine.requestQueue.depth(), 'the request queue must exist and be readable: docs/aws.md'),
  await checkClock(engine, now),
];

/** Reports a store that cannot be opened. */
export const unopened = (error: unknown): Checkup =>
  failed(
    'storage',
    errorText(error),
    'restore a backup (twl restore), or move the file away: "twl replay --all" makes the records again from raw',
  );

const checkAccess = async (name: string, access: () => Promise<unknown>, advice: string): Promise<Checkup> => {
  try {
    await access();
    return passed(name, 'can be read and written');
  } catch (error) {
    return failed(name, errorText(error), advice);
  }
};

const checkClock = async ({ runs }: Engine, now: number): Promise<Checkup> => {
  const [newest] = (await runs.list({ limit: 1 }).catch(() => ({ items: [] }))).items;
  const shown = new Date(now).toISOString();
  if (!newest || Date.parse(newest.startedAt) <= now + toleranceMs) return passed('clock', `it is ${shown}`);
  const detail = `it is ${shown}, but run ${newest.id} began at ${newest.startedAt}`;
  return failed(
    'clock',
    detail,
    'set the clock of the machine (timedatectl set-ntp true); schedules wait until the clock is past that time',
  );
};

/** Checks that the dashboard is built. */
export const checkDashboard = (folder: string): Checkup =>
  existsSync(join(folder, 'index.html'))
    ? passed('dashboard', `built in ${folder}`)
    : doubtful(
        'dashboard',
        `there is no dashboard in ${folder}`,
        'build it (npm run build), or set DASHBOARD_DIR; the API works without it',
      );
