import type { SSMClient } from '@aws-sdk/client-ssm';
import { translateAws } from '../clients/aws-error';
import type { SecretSource } from './cached-secrets';

/** Secrets in SSM Parameter Store, each a SecureString named by the prefix and its own name. */
export const parameterStore = (open: () => Promise<SSMClient>, prefix: string): SecretSource => ({
  fetch: async (name) => {
    const { GetParameterCommand } = await import('@aws-sdk/client-ssm');
    try {
      const { Parameter } = await (await open()).send(new GetParameterCommand({ Name: `${prefix}${name}`, WithDecryption: true }));
      return Parameter?.Value;
    } catch (error) {
      if ((error as Error).name === 'ParameterNotFound') return undefined;
      throw translateAws(error, `parameter ${prefix}${name}`);
    }
  },
  howToCreate: (name) => `create the SecureString ${prefix}${name} in Parameter Store`,
});
