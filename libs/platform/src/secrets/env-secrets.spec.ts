import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretMissingError } from '@twl/ports';
import { EnvSecrets } from './env-secrets';
import { SecretsFileError } from './secrets-file';

describe('EnvSecrets', () => {
  let folder: string;
  let file: string;
  const write = (text: string, mode = 0o600): void => {
    writeFileSync(file, text);
    chmodSync(file, mode);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'twl-secrets-'));
    file = join(folder, 'secrets');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('prefers the environment to the file', async () => {
    write('# keys\n\nexport API_KEY="from file"\nOTHER=a=b#c\nTWL_SECRET_THIRD=3\n');
    const secrets = new EnvSecrets({ env: { TWL_SECRET_API_KEY: 'from env' }, file });
    expect(await secrets.get('API_KEY')).toBe('from env');
    expect(await secrets.get('OTHER')).toBe('a=b#c');
    expect(await secrets.get('THIRD')).toBe('3');
    expect(await new EnvSecrets({ env: {}, file }).get('API_KEY')).toBe('from file');
  });

  it('says which secret is not set', async () => {
    write('');
    const secrets = new EnvSecrets({ env: { TWL_SECRET_EMPTY: '' }, file });
    await expect(secrets.get('EMPTY')).rejects.toThrow(SecretMissingError);
    await expect(new EnvSecrets({ env: {} }).get('constructor')).rejects.toThrow('TWL_SECRET_constructor');
  });

  it.each([0o640, 0o604, 0o666])('refuses a file of mode %o', async (mode) => {
    write('A=1', mode);
    await expect(new EnvSecrets({ env: {}, file }).check()).rejects.toThrow(/is readable by other users \(mode 06.*chmod 600/);
  });

  it('names the line that is wrong without showing it', async () => {
    write('A=1\ncanary\n');
    const failed = await new EnvSecrets({ env: {}, file }).check().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(SecretsFileError);
    expect(String(failed)).toContain(':2: a line must be NAME=value');
    expect(String(failed)).not.toContain('canary');
  });

  it('says that the file is not there', async () => {
    await expect(new EnvSecrets({ env: {}, file }).check()).rejects.toThrow(`the secrets file ${file} cannot be opened`);
  });
});
