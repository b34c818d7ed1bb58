import type { AwsConfig } from '@twl/platform/without-nest';
import { AwsClients, readSet, SourceSets, writeSet, type SourceSet } from '@twl/storage-aws';

/** Deployed sources of a bucket, and functions to read and write folders of sources. */
export interface OpenedSourceSets {
  sets: SourceSets;
  /** Reads the set of a folder, without fixtures and hidden files. */
  readSet(sourcesDir: string): Promise<SourceSet>;
  /** Writes a set to a new folder atomically. */
  writeSet(set: SourceSet, folder: string): Promise<void>;
  close(): void;
}

/** Opens the deployed sources without the rest of the engine. */
export const sourceSetsOf = ({ region, credentials, endpoint, endpoints, bucket }: AwsConfig): OpenedSourceSets => {
  const clients = new AwsClients({ region, credentials, endpoint, endpoints });
  return { sets: new SourceSets(clients.s3, bucket), readSet, writeSet, close: () => clients.close() };
};
