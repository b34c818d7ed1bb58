import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, Engine } from '@twl/ports';
import { memoryEngine } from '@twl/ports/testing';
import { openLocalEngine } from '@twl/storage-local';
import { QuietLog } from './quiet-log';

/** Opens an empty engine on the simulated clock. */
export type EngineOpener = (clock: Clock) => Promise<{ engine: Engine; close(): Promise<void> }>;

/** Small commits, so that a page takes several. */
export const memory: EngineOpener = async (clock) => ({
  engine: memoryEngine({ clock, writesPerCommit: 3 }),
  close: async () => undefined,
});

/** The embedded engine on files of its own. */
export const embedded: EngineOpener = async (clock) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'twl-simulation-'));
  const engine = await openLocalEngine({ dataDir, clock, log: new QuietLog(() => clock.now()) });
  const close = async (): Promise<void> => {
    await engine.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { engine, close };
};
