// Starts the emulators on free ports of loopback, and stops what it started.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, delimiter, join } from 'node:path';
import { startServer } from './child-server.mjs';
import { findDynamo, findMinistack, findMoto } from './find-emulators.mjs';

const script = (name) => new URL(name, import.meta.url).pathname;

const dynamoLocal = () => {
  const folder = findDynamo();
  const server = 'software.amazon.dynamodb.services.local.main.ServerRunner';
  const options = ['-Xmx1g', '-DDDB_LOCAL_TELEMETRY=0', `-Djava.library.path=${folder}`, '-cp', join(folder, '*')];
  return (port) => ({ command: 'java', args: [...options, server, '-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)] });
};

const moto = (clockFile) => {
  const python = findMoto();
  const args = [script('moto-clock.py'), '-H', '127.0.0.1', '-p'];
  return (port) => ({ command: python, args: [...args, String(port)], env: { TWL_CLOCK_FILE: clockFile } });
};

/** Its functions run on this Node. Without BIND_HOST it would listen on every address. */
const ministack = (folder, clockFile) => {
  const python = join(dirname(findMinistack()), 'python');
  const own = { TMPDIR: folder, STATE_DIR: folder, TWL_CLOCK_FILE: clockFile };
  const env = { BIND_HOST: '127.0.0.1', MINISTACK_REGION: 'us-east-1', LOG_LEVEL: 'WARNING', ...own };
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;
  return (port) => ({ command: python, args: [script('ministack-clock.py')], env: { ...env, PATH, GATEWAY_PORT: String(port) } });
};

/** Which emulators: `ministack` for everything, or DynamoDB Local beside moto. */
const chosen = (name) => {
  if (name === undefined || name === '' || name === 'dynamodb-local+moto') return 'both';
  if (name === 'ministack') return name;
  throw new Error(`TWL_TEST_EMULATOR is ministack or dynamodb-local+moto, not ${name}`);
};

/**
 * Starts the emulators that TWL_TEST_EMULATOR names. `env` is what tests and the product read; `stop` ends them.
 * @throws EmulatorMissing where Java or Python is missing
 */
export const startEmulators = async (name = process.env.TWL_TEST_EMULATOR) => {
  const kind = chosen(name);
  const folder = mkdtempSync(join(tmpdir(), 'twl-aws-'));
  const clockFile = join(folder, 'clock');
  writeFileSync(clockFile, '0');
  const started = [];
  const stop = async () => {
    await Promise.all(started.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const start = async (title, commandFor) => {
    const server = await startServer(title, commandFor, folder);
    started.push(server);
    return server.url;
  };
  try {
    const [dynamo, aws] =
      kind === 'ministack'
        ? Array(2).fill(await start('ministack', ministack(folder, clockFile)))
        : await Promise.all([start('DynamoDB Local', dynamoLocal()), start('moto', moto(clockFile))]);
    return { dynamo, aws, env: { TWL_TEST_DYNAMO: dynamo, TWL_TEST_AWS: aws, TWL_CLOCK_FILE: clockFile }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
