import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { translateAws } from '../clients/aws-error';
import type { SecretSource } from './cached-secrets';

/** Secrets in Secrets Manager, each a secret named by the prefix and its own name. */
export const secretsManager = (open: () => Promise<SecretsManagerClient>, prefix: string): SecretSource => ({
  fetch: async (name) => {
    const { GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
    try {
      const { SecretString, SecretBinary } = await (await open()).send(new GetSecretValueCommand({ SecretId: `${prefix}${name}` }));
      return SecretString ?? (SecretBinary && Buffer.from(SecretBinary).toString());
    } catch (error) {
      if ((error as Error).name === 'ResourceNotFoundException') return undefined;
      throw translateAws(error, `secret ${prefix}${name}`);
    }
  },
  howToCreate: (name) => `create ${prefix}${name} in Secrets Manager`,
});
