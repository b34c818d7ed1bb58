import type { AwsConfig } from '@twl/platform/without-nest';
import { AwsClients, readSet, SourceSets, writeSet, type SourceSet } from '@twl/storage-aws';

/** The deployed sources of a bucket, and folders of sources as sets. */
export interface OpenedSourceSets {
  sets: SourceSets;
  /** The set of a folder, without fixtures and hidden files. */
  readSet(sourcesDir: string): Promise<SourceSet>;
  /** Writes a set into a new folder, as a whole or not at all. */
  writeSet(set: SourceSet, folder: string): Promise<void>;
  close(): void;
}

/** Opens the deployed sources, and nothing else of the engine. */
export const sourceSetsOf = ({ region, credentials, endpoint, endpoints, bucket }: AwsConfig): OpenedSourceSets => {
  const clients = new AwsClients({ region, credentials, endpoint, endpoints });
  return { sets: new SourceSets(clients.s3, bucket), readSet, writeSet, close: () => clients.close() };
};
