import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@twl/platform';
import { startSimulator, type Simulator } from '@twl/simulator';

/** When the simulated world of a data folder began, ms since 1970: it lives on across restarts, as a real source would. */
const beginning = (dataDir: string): number => {
  const file = join(dataDir, 'simulator.json');
  try {
    const { since } = JSON.parse(readFileSync(file, 'utf8')) as { since?: unknown };
    if (typeof since === 'number') return since;
  } catch {
    // There is none yet.
  }
  const since = Date.now();
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, JSON.stringify({ since }));
  return since;
};

/** Starts the simulator for one process, if the settings want it. */
export const startOwnSimulator = async (config: Config): Promise<Simulator | undefined> =>
  config.simulator ? startSimulator({ port: config.simulatorPort ?? 0, since: beginning(config.dataDir) }) : undefined;
