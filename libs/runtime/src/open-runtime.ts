import { NodeClock } from '@twl/platform/without-nest';
import { runtimeAround, type Runtime, type RuntimeOptions } from './runtime';

/** Opens the configured storage engine and sources. The caller closes the runtime. */
export const openRuntime = async (options: RuntimeOptions): Promise<Runtime> => {
  const clock = new NodeClock();
  // Load only the configured engine.
  const storage = options.config.aws
    ? await (await import('./aws/open-aws-storage')).openAwsStorage(options, clock)
    : await (await import('./local/open-local-storage')).openLocalStorage(options, clock);
  return runtimeAround(storage, options);
};
