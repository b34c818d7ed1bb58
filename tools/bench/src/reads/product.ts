import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { productStart } from '../product-start';

/** The built product. */
export const command = 'dist/apps/cli/main.cjs';

/** The product at work on a store. */
export interface BenchProduct {
  url: string;
  /** What its processes are started with. */
  env: Record<string, string | undefined>;
  stop(): Promise<void>;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** Starts the built product, as `npm start` does, on the store in a folder. */
export const startProduct = async (folder: string): Promise<BenchProduct> => {
  if (!existsSync(command)) throw new Error(`${command} is not there: build the product first (npm run build)`);
  const port = await freePort();
  const { flags, env: own } = productStart();
  const { PATH, TMPDIR } = process.env;
  const settings = {
    DATA_DIR: `${folder}/data`,
    SOURCES_DIR: `${folder}/sources`,
    SIMULATOR: 'off',
    LOG_LEVEL: 'warn',
    PORT: String(port),
  };
  const env = { ...own, PATH, TMPDIR, ...settings };
  const child = spawn(process.execPath, [...flags, command, 'up'], { env, stdio: ['ignore', 'inherit', 'pipe'] });
  const url = `http://127.0.0.1:${port}`;
  const exited = once(child, 'exit');
  const listening = new Promise<void>((resolve) =>
    child.stderr.setEncoding('utf8').on('data', (text: string) => (text.includes(`:${port}`) ? resolve() : process.stderr.write(text))),
  );
  const isThere = await Promise.race([listening.then(() => true), exited.then(() => false)]);
  if (!isThere) throw new Error('the product did not start');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  return { url, env, stop };
};
