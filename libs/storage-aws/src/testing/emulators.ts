import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { AwsClients } from '../clients/aws-clients';

/** Where the emulators of a test run answer; `npm run test:aws` starts them and says it in the environment. */
export const emulators = (): { moto: string; dynamo: string; clockFile: string } => {
  const { TWL_TEST_MOTO: moto, TWL_TEST_DYNAMO: dynamo, TWL_CLOCK_FILE: clockFile } = process.env;
  if (!moto || !dynamo || !clockFile) throw new Error('these tests need emulators: run them with npm run test:aws');
  return { moto, dynamo, clockFile };
};

/** Clients of the emulators. */
export const emulatedClients = (): AwsClients => {
  const { moto, dynamo } = emulators();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return new AwsClients({ region: 'us-east-1', credentials, endpoint: moto, endpoints: { dynamodb: dynamo } });
};

/** Lets time pass for the queues of the emulator. */
export const advanceEmulators = (ms: number): void => {
  const { clockFile } = emulators();
  writeFileSync(clockFile, String(Number(readFileSync(clockFile, 'utf8')) + ms));
};

/** A name that no other test has. */
export const ownName = (): string => `t-${randomUUID().slice(0, 13)}`;
