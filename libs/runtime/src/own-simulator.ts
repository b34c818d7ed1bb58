import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@twl/platform/without-nest';
import { startSimulator, type Simulator } from '@twl/simulator';

/** What is remembered of the simulated world of a data folder, so that it lives on across restarts as a real source would. */
interface World {
  /** When it began, ms since 1970. */
  since: number;
  /** Where it answered last: the same address keeps what is known of its answers. */
  port?: number;
}

const remembered = (file: string): World => {
  try {
    const { since, port } = JSON.parse(readFileSync(file, 'utf8')) as Partial<World>;
    if (typeof since === 'number') return { since, port };
  } catch {
    // There is none yet.
  }
  return { since: Date.now() };
};

const addressOf = (port: number): string => `http://127.0.0.1:${port}`;

/** Whether a simulator of ours answers there: that of another process on the same data folder. */
const answers = async (port: number): Promise<boolean> => {
  try {
    const response = await fetch(`${addressOf(port)}/`, { signal: AbortSignal.timeout(1000) });
    return response.ok && (await response.text()).includes('/jsonplaceholder/posts');
  } catch {
    return false;
  }
};

/** The simulator for one process, if the settings want one: its own, or the one that runs already on the same data folder. */
export const startOwnSimulator = async (config: Config): Promise<Pick<Simulator, 'url' | 'close'> | undefined> => {
  if (!config.simulator) return undefined;
  const file = join(config.dataDir, 'simulator.json');
  const world = remembered(file);
  const port = config.simulatorPort ?? world.port ?? 0;
  if (port > 0 && (await answers(port))) return { url: addressOf(port), close: async () => undefined };
  const simulator = await startSimulator({ port, since: world.since }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' || config.simulatorPort !== undefined) throw error;
    return startSimulator({ port: 0, since: world.since });
  });
  mkdirSync(config.dataDir, { recursive: true });
  writeFileSync(file, JSON.stringify({ since: world.since, port: Number(new URL(simulator.url).port) } satisfies World));
  return simulator;
};
