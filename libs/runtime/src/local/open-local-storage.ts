import type { Clock } from '@twl/ports';
import { openLocalEngine, processOwner } from '@twl/storage-local';
import { openLocalSecrets } from '../open-sources';
import type { RuntimeOptions } from '../runtime';
import type { Storage } from '../storage';

/** Opens the embedded engine in the data folder. */
export const openLocalStorage = async ({ config, log, env, servesApi }: RuntimeOptions, clock: Clock): Promise<Storage> => {
  const engine = await openLocalEngine({ dataDir: config.dataDir, clock, log, ...(servesApi && { threads: {} }) });
  return { ...(await openLocalSecrets({ config, env })), engine, log, owner: processOwner() };
};
