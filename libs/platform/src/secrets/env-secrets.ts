import { SecretMissingError, SecretStore } from '@twl/ports';
import type { Environment } from '../config/config';
import { readSecretsFile } from './secrets-file';

/** Sources of secrets, in this order. */
export interface SecretSources {
  env: Environment;
  /** A file of `NAME=value` lines with mode 0600. */
  file?: string;
}

/** Reads secrets from `TWL_SECRET_<NAME>` in the environment, else from a file, which is read each time. */
export class EnvSecrets extends SecretStore {
  constructor(private readonly sources: SecretSources) {
    super();
  }

  /** Reads the file once to detect problems at the start. @throws SecretsFileError */
  async check(): Promise<void> {
    if (this.sources.file !== undefined) await readSecretsFile(this.sources.file);
  }

  async get(name: string): Promise<string> {
    const value = this.sources.env[`TWL_SECRET_${name}`] || (await this.fromFile(name));
    if (!value) throw new SecretMissingError(name);
    return value;
  }

  private async fromFile(name: string): Promise<string | undefined> {
    if (this.sources.file === undefined) return undefined;
    return (await readSecretsFile(this.sources.file)).get(name);
  }
}
