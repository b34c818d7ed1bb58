import { NodeClock } from '@twl/platform/without-nest';
import { runtimeAround, type Runtime, type RuntimeOptions } from './runtime';

/** Opens the storage engine and the sources that the settings name. Who opens it closes it. */
export const openRuntime = async (options: RuntimeOptions): Promise<Runtime> => {
  const clock = new NodeClock();
  // Only the engine in use is loaded.
  const storage = options.config.aws
    ? await (await import('./aws/open-aws-storage')).openAwsStorage(options, clock)
    : await (await import('./local/open-local-storage')).openLocalStorage(options, clock);
  return runtimeAround(storage, options);
};
