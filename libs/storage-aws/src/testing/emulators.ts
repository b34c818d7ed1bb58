import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { AwsClients, type AwsAccess } from '../clients/aws-clients';
import type { AwsNames } from '../open-aws-engine';

/** Where the emulators of a test run are; `npm run test:aws` starts them and passes their addresses in the environment. */
export const emulators = (): { aws: string; dynamo: string; clockFile: string } => {
  const { TWL_TEST_AWS: aws, TWL_TEST_DYNAMO: dynamo, TWL_CLOCK_FILE: clockFile } = process.env;
  if (!aws || !dynamo || !clockFile) throw new Error('these tests need emulators: run them with npm run test:aws');
  return { aws, dynamo, clockFile };
};

/** Access to the emulators; default those of the environment. */
export const emulatedAccess = ({ aws, dynamo }: { aws: string; dynamo: string } = emulators()): AwsAccess => ({
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  endpoint: aws,
  endpoints: { dynamodb: dynamo },
});

/** Makes clients of the emulators. */
export const emulatedClients = (): AwsClients => new AwsClients(emulatedAccess());

/** Advances the clock of the queues of the emulator. */
export const advanceEmulators = (ms: number): void => {
  const { clockFile } = emulators();
  writeFileSync(clockFile, String(Number(readFileSync(clockFile, 'utf8')) + ms));
};

/** Returns a name that no other test has. */
export const ownName = (): string => `t-${randomUUID().slice(0, 13)}`;

/** Returns names of resources that no other test has. */
export const ownNames = (): AwsNames => {
  const id = ownName();
  return { table: id, bucket: id, pageQueue: `${id}-pages`, requestQueue: `${id}-requests` };
};
