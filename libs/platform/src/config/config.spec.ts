import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config-error';
import { readConfig } from './config';

const problemsOf = (env: Record<string, string>, cwd: string): string[] => {
  try {
    readConfig(env, cwd);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('readConfig', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'twl-config-'));
    mkdirSync(join(cwd, 'sources'));
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  it('gives the defaults for an empty environment', () => {
    expect(readConfig({}, cwd)).toEqual({
      port: 3000,
      host: '127.0.0.1',
      isReadOnly: false,
      allowedHosts: [],
      dataDir: join(cwd, '.data'),
      sourcesDir: join(cwd, 'sources'),
      simulator: true,
      logLevel: 'info',
      fingerprintAlgorithm: 'md5',
      customComponents: false,
    });
  });

  it('takes proxies by either spelling of their names, the lower case first, and ALL_PROXY for what is not named', () => {
    const proxiesOf = (env: Record<string, string>) => readConfig(env, cwd).proxies;
    expect(proxiesOf({ NO_PROXY: 'internal' })).toBeUndefined();
    expect(proxiesOf({ HTTP_PROXY: 'http://a:1', http_proxy: 'http://b:2' })).toEqual({ http: 'http://b:2' });
    expect(proxiesOf({ all_proxy: 'c:3', HTTPS_PROXY: 'https://u:p@d:4', no_proxy: 'x,y' })).toEqual({
      http: 'c:3',
      https: 'https://u:p@d:4',
      noProxy: 'x,y',
    });
  });

  it('names a proxy that cannot be used, without its password', () => {
    const problems = problemsOf({ HTTPS_PROXY: 'socks5://me:canary@h:1', http_proxy: 'http://canary@:x' }, cwd);
    expect(problems).toEqual([
      'http_proxy: must be the URL of a proxy, such as http://proxy.example:3128',
      'HTTPS_PROXY: only http and https proxies are supported, not socks5',
    ]);
  });

  it('takes what is set, in any case and with spaces around, and an empty value as not set', () => {
    const config = readConfig(
      { PORT: ' 0 ', SIMULATOR: 'OFF', LOG_LEVEL: 'Debug', FINGERPRINT_ALGORITHM: 'sha256', DATA_DIR: '/x', HOST: '' },
      cwd,
    );
    expect(config).toMatchObject({ port: 0, simulator: false, logLevel: 'debug', fingerprintAlgorithm: 'sha256', dataDir: '/x' });
    expect(config.host).toBe('127.0.0.1');
  });

  it('names every problem at once, one a line', () => {
    writeFileSync(join(cwd, 'data'), '');
    const problems = problemsOf(
      {
        PORT: '70000',
        HOST: 'a b',
        ALLOWED_HOSTS: 'twl.example.com, https://other.example.com',
        DATA_DIR: 'data',
        SOURCES_DIR: 'none',
        SIMULATOR: 'maybe',
        LOG_LEVEL: 'loud',
        FINGERPRINT_ALGORITHM: 'crc',
        TWL_SECRETS_FILE: 'gone',
      },
      cwd,
    );
    expect(problems).toEqual([
      'PORT: must be a whole number from 0 to 65535, not "70000"',
      'HOST: must be a host name or an address, not "a b"',
      'ALLOWED_HOSTS: must be host names separated by commas, such as twl.example.com; "https://other.example.com" is not a host name',
      `DATA_DIR: ${join(cwd, 'data')} is not a folder`,
      `SOURCES_DIR: there is no folder ${join(cwd, 'none')}`,
      'SIMULATOR: must be one of on, off, not "maybe"',
      'LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent, not "loud"',
      'FINGERPRINT_ALGORITHM: must be one of md5, sha256, not "crc"',
      `TWL_SECRETS_FILE: there is no file ${join(cwd, 'gone')}`,
    ]);
  });

  it.each(['-1', '3000.5', '0x10', '1e3', 'abc', '٣'])('refuses %s as a port', (PORT) => {
    expect(problemsOf({ PORT }, cwd)).toHaveLength(1);
  });

  describe('for the AWS engine', () => {
    const local = { ENGINE: 'aws', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };

    it('looks at nothing of AWS while everything is kept here', () => {
      expect(readConfig({ AWS_REGION: 'nowhere', AWS_ENDPOINT_URL: 'x', TABLE_NAME: '' }, cwd).aws).toBeUndefined();
    });

    it('needs nothing but an address for an emulator', () => {
      expect(readConfig(local, cwd).aws).toMatchObject({
        region: 'us-east-1',
        credentials: { accessKeyId: 'local' },
        endpoint: 'http://127.0.0.1:4566',
        table: 'twl',
        bucket: 'twl-raw',
        pageQueue: 'twl-pages',
        maxReceives: 5,
        isCreating: false,
      });
    });

    it('takes an address of its own for every service', () => {
      const env = { ENGINE: 'AWS', AWS_ENDPOINT_URL_DYNAMODB: 'http://localhost:1', AWS_ENDPOINT_URL_S3: 'http://localhost:2' };
      expect(readConfig({ ...env, AWS_ENDPOINT_URL_SQS: 'http://localhost:3' }, cwd).aws?.endpoints).toEqual({
        dynamodb: 'http://localhost:1',
        s3: 'http://localhost:2',
        sqs: 'http://localhost:3',
      });
    });

    it('leaves the credentials to the SDK elsewhere', () => {
      const { aws } = readConfig({ ENGINE: 'aws', AWS_REGION: 'eu-central-1', RAW_BUCKET: 'raw-of-ours' }, cwd);
      expect(aws).toMatchObject({ region: 'eu-central-1', bucket: 'raw-of-ours' });
      expect(aws?.credentials).toBeUndefined();
    });

    it('names every problem at once, with those of other settings', () => {
      const env = { ENGINE: 'aws', PORT: 'x', RAW_BUCKET: 'No', PAGE_QUEUE: 'a b', CURSOR_KEY: 'short', AWS_ACCESS_KEY_ID: 'x' };
      expect(problemsOf(env, cwd).map((problem) => problem.split(':', 1)[0])).toEqual([
        'PORT',
        'RAW_BUCKET',
        'PAGE_QUEUE',
        'CURSOR_KEY',
        'AWS_REGION',
        'AWS_ACCESS_KEY_ID',
      ]);
      expect(problemsOf({ ENGINE: 'azure' }, cwd)).toEqual(['ENGINE: must be one of local, aws, not "azure"']);
    });
  });
});
