import {
  CreateTableCommand,
  DescribeTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';

/** The one table; Terraform must agree with it. docs/dynamodb.md describes its items. */
export const tableDescription = {
  billingMode: 'PAY_PER_REQUEST',
  hashKey: { name: 'pk', type: 'S' },
  rangeKey: { name: 'sk', type: 'S' },
  indexes: [],
  timeToLive: 'ttl',
  pointInTimeRecovery: true,
} as const;

const isMissing = (error: unknown): boolean => error instanceof Error && error.name === 'ResourceNotFoundException';

const isThere = async (client: DynamoDBClient, TableName: string): Promise<boolean> => {
  try {
    await client.send(new DescribeTableCommand({ TableName }));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
};

/**
 * Creates the table as described, unless it exists, and waits until it can be used. With `isExpiring` false expired items stay, for tests
 * whose clock differs from that of the table.
 */
export const createTable = async (client: DynamoDBClient, TableName: string, isExpiring = true): Promise<void> => {
  if (await isThere(client, TableName)) return;
  const { billingMode: BillingMode, hashKey, rangeKey, timeToLive } = tableDescription;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode,
      AttributeDefinitions: [hashKey, rangeKey].map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
      KeySchema: [
        { AttributeName: hashKey.name, KeyType: 'HASH' },
        { AttributeName: rangeKey.name, KeyType: 'RANGE' },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 120, minDelay: 1, maxDelay: 5 }, { TableName });
  if (!isExpiring) return;
  const TimeToLiveSpecification = { AttributeName: timeToLive, Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
};
