import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import type { Clock } from '@twl/ports';
import { ManualClock } from '@twl/ports/testing';
import type { AwsClients } from '../clients/aws-clients';
import { dynamoStores, type DynamoStores } from '../dynamo/stores/dynamo-stores';
import type { BlobStore } from '../dynamo/table/blob-store';
import { createTable } from '../dynamo/table/create-table';
import { emulatedClients, ownName } from './emulators';

/** A blob store in memory. */
export class MemoryBlobStore implements BlobStore {
  readonly bodies = new Map<string, Uint8Array>();

  async put(name: string, body: Uint8Array): Promise<void> {
    this.bodies.set(name, body);
  }

  async get(name: string): Promise<Uint8Array> {
    const body = this.bodies.get(name);
    if (!body) throw new Error(`there is no body ${name}`);
    return body;
  }
}

/** Stores in a table of their own on DynamoDB Local, and what is below them. */
export interface EmulatedStores {
  stores: DynamoStores;
  clients: AwsClients;
  table: string;
  blobs: MemoryBlobStore;
  close(): Promise<void>;
}

export const emulatedStores = async ({ clock }: { clock: Clock }): Promise<EmulatedStores> => {
  const clients = emulatedClients();
  const table = ownName();
  const blobs = new MemoryBlobStore();
  await createTable(clients.dynamo, table, false);
  const meter = clients.meter;
  const stores = dynamoStores({ client: clients.dynamo, table, clock, blobs, meter, waits: new ManualClock({ auto: true }) });
  await stores.checkFormat();
  const close = async () => {
    await clients.dynamo.send(new DeleteTableCommand({ TableName: table }));
    clients.close();
  };
  return { stores, clients, table, blobs, close };
};

/** Other stores on the same table, which know nothing of the first, like those of another process. */
export const moreStores = ({ clients, table, blobs }: EmulatedStores, clock: ManualClock): DynamoStores =>
  dynamoStores({ client: clients.dynamo, table, clock, blobs, waits: new ManualClock({ auto: true, seed: 7 }) });
