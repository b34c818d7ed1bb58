import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@twl/platform/without-nest';
import { startSimulator, type Simulator } from '@twl/simulator';

/** State of the simulator of a data folder. It survives restarts, as a real source does. */
interface SimulatorState {
  /** Start of the simulated world, ms since 1970. */
  since: number;
  /** Last port. The same address keeps the validators of its responses valid. */
  port?: number;
}

const readState = (file: string): SimulatorState => {
  try {
    const { since, port } = JSON.parse(readFileSync(file, 'utf8')) as Partial<SimulatorState>;
    if (typeof since === 'number') return { since, port };
  } catch {
    // No state yet.
  }
  return { since: Date.now() };
};

const addressOf = (port: number): string => `http://127.0.0.1:${port}`;

/** Returns true if a simulator listens on the port: that of another process with the same data folder. */
const isSimulatorAt = async (port: number): Promise<boolean> => {
  try {
    const response = await fetch(`${addressOf(port)}/`, { signal: AbortSignal.timeout(1000) });
    return response.ok && (await response.text()).includes('/jsonplaceholder/posts');
  } catch {
    return false;
  }
};

/** Starts the simulator of a process if it is enabled, or uses the one that already runs for the same data folder. */
export const startOwnSimulator = async (config: Config): Promise<Pick<Simulator, 'url' | 'close'> | undefined> => {
  if (!config.simulator) return undefined;
  const file = join(config.dataDir, 'simulator.json');
  const state = readState(file);
  const port = config.simulatorPort ?? state.port ?? 0;
  if (port > 0 && (await isSimulatorAt(port))) return { url: addressOf(port), close: async () => undefined };
  const simulator = await startSimulator({ port, since: state.since }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' || config.simulatorPort !== undefined) throw error;
    return startSimulator({ port: 0, since: state.since });
  });
  mkdirSync(config.dataDir, { recursive: true });
  writeFileSync(file, JSON.stringify({ since: state.since, port: Number(new URL(simulator.url).port) } satisfies SimulatorState));
  return simulator;
};
