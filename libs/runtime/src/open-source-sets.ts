import type { AwsConfig } from '@twl/platform/without-nest';
import type { OpenedSourceSets } from './aws/open-source-sets';

export type { OpenedSourceSets };

/** Opens the configured deployed sources. The caller closes them. */
export const openSourceSets = async (config: AwsConfig): Promise<OpenedSourceSets> =>
  (await import('./aws/open-source-sets')).sourceSetsOf(config);
