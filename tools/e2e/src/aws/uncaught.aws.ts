import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { crash, lost } from '../crash/uncaught';
import { workspace } from '../product/dist';
import { TempFolders } from '../product/temp-folder';
import { caller, emulatedEnv } from './emulated-env';

describe('an error that nobody caught in a function', () => {
  const folders = new TempFolders();
  afterAll(() => folders.remove());

  it.each(['ingestion', 'processing', 'api'])('fails the invocation of %s, and its log says what it was', async (name) => {
    const folder = folders.create();
    cpSync(join(workspace, 'dist/functions', name), join(folder, name), { recursive: true });
    // Nobody answers there: the invocation is under way until it is given up.
    const nobody = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' };
    const env = { ...emulatedEnv(folder), ...caller, ...nobody, DATA_DIR: folder, LOG_LEVEL: 'error' };
    const args = [join(workspace, 'tools/aws/function-host.mjs'), join(folder, name, 'main.js')];
    const { code, output, sent } = await crash({ args, env, folder, when: { sent: { event: {}, ms: 60_000 } } });
    expect([code, sent]).toEqual([1, ['ready']]);
    const line = output.split('\n').find((one) => one.includes('"process.crashed"'))!;
    expect(JSON.parse(line)).toMatchObject({
      next: 'the invocation fails, then the process exits with code 1',
      error: { message: lost, stack: expect.stringContaining('rejecting.cjs') },
    });
  });
});
