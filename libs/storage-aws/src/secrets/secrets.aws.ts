import { CreateSecretCommand, SecretsManagerClient, UpdateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { SecretMissingError } from '@twl/ports';
import { ManualClock } from '@twl/ports/testing';
import { emulatedClients, ownName } from '../testing/emulators';
import { awsSecrets } from './aws-secrets';

const clients = emulatedClients();
const manager = new SecretsManagerClient(clients.config('secretsManager'));
const ssm = new SSMClient(clients.config('ssm'));
const prefix = `/${ownName()}/`;

const services = [
  {
    service: 'secrets-manager' as const,
    create: (Name: string, SecretString: string) => manager.send(new CreateSecretCommand({ Name, SecretString })),
    change: (SecretId: string, SecretString: string) => manager.send(new UpdateSecretCommand({ SecretId, SecretString })),
  },
  {
    service: 'parameter-store' as const,
    create: (Name: string, Value: string) => ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString' })),
    change: (Name: string, Value: string) => ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString', Overwrite: true })),
  },
];

afterAll(() => clients.close());

describe.each(services)('secrets of $service', ({ service, create, change }) => {
  it('are found by their names, and requested again after a while', async () => {
    const clock = new ManualClock();
    const secrets = awsSecrets(clients, clock, { service, prefix });
    await create(`${prefix}TOKEN`, 'first');
    expect(await secrets.get('TOKEN')).toBe('first');
    await change(`${prefix}TOKEN`, 'second');
    expect(await secrets.get('TOKEN')).toBe('first');
    await clock.advance(300_000);
    expect(await secrets.get('TOKEN')).toBe('second');
  });

  it('that are missing are named, and requested again', async () => {
    const secrets = awsSecrets(clients, new ManualClock(), { service, prefix });
    await expect(secrets.get('LATER')).rejects.toThrow(SecretMissingError);
    await expect(secrets.get('LATER')).rejects.toThrow(`create `);
    await create(`${prefix}LATER`, 'there');
    expect(await secrets.get('LATER')).toBe('there');
  });

  it('are requested once when many callers want one at the same time', async () => {
    const secrets = awsSecrets(clients, new ManualClock(), { service, prefix });
    await create(`${prefix}SHARED`, 'value');
    const { requests } = clients.meter.total;
    const before = Object.values(requests).reduce((sum, count) => sum + count, 0);
    expect(await Promise.all([secrets.get('SHARED'), secrets.get('SHARED')])).toEqual(['value', 'value']);
    expect(Object.values(requests).reduce((sum, count) => sum + count, 0)).toBe(before + 1);
  });
});
