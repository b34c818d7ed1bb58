import type { Clock, SecretStore } from '@twl/ports';
import { addMeter } from '../meter/add-meter';
import type { AwsClients } from '../clients/aws-clients';
import { CachedSecrets } from './cached-secrets';
import { parameterStore } from './parameter-store';
import { secretsManager } from './secrets-manager';

/** Where a source's secrets are, and the prefix of their names there. */
export interface SecretsOptions {
  service: 'secrets-manager' | 'parameter-store';
  prefix: string;
}

/** Secrets of an AWS service. Its client is loaded with the first secret. */
export const awsSecrets = (clients: AwsClients, clock: Clock, { service, prefix }: SecretsOptions): SecretStore => {
  const source =
    service === 'secrets-manager' ? secretsManager(once(managerOf(clients)), prefix) : parameterStore(once(ssmOf(clients)), prefix);
  return new CachedSecrets(source, clock);
};

const managerOf = (clients: AwsClients) => async () => {
  const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  return addMeter(new SecretsManagerClient(clients.config('secretsManager')), clients.meter);
};

const ssmOf = (clients: AwsClients) => async () => {
  const { SSMClient } = await import('@aws-sdk/client-ssm');
  return addMeter(new SSMClient(clients.config('ssm')), clients.meter);
};

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};
