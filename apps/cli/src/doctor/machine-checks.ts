import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText } from '@twl/json';
import { doubtful, failed, passed, type Checkup } from './check';

/** The oldest Node that the product runs on. */
const oldestNode = [24, 15] as const;

/** Free bytes below which there is little room, and too little. */
const [littleRoom, noRoom] = [2 ** 30, 100 * 2 ** 20];

/** Checks the version of Node. */
export const checkNode = (version: string): Checkup => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  if (isNewEnough) return passed('node', `Node ${version}`);
  return failed('node', `Node ${version} is too old`, `install Node ${oldestNode.join('.')} or newer`);
};

/** Checks that the server can listen, or that the product listens there already. */
export const checkPort = async ({ port, host }: { port: number; host: string }): Promise<Checkup> => {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return passed('port', `port ${port} of ${host} is free`);
  } catch (error) {
    const live = await fetch(`http://${host}:${port}/api/health/live`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    if (live?.ok && live.headers.get('content-type')?.includes('json'))
      return passed('port', `the product runs on port ${port} of ${host}`);
    const advice = 'set PORT to a free port, or end the program that has this one';
    return failed('port', `port ${port} of ${host} cannot be used: ${errorText(error)}`, advice);
  } finally {
    server.close();
  }
};

/** Checks that a folder can be made and written. */
export const checkFolder = async (name: string, folder: string): Promise<Checkup> => {
  const file = join(folder, `.doctor-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(file, 'x', { flag: 'wx' });
    return passed(name, `${folder} can be written`);
  } catch (error) {
    const advice = `make ${folder} writable for the user who runs the product, or set DATA_DIR to another folder`;
    return failed(name, `${folder} cannot be written: ${errorText(error)}`, advice);
  } finally {
    await rm(file, { force: true }).catch(() => undefined);
  }
};

/** Checks the room on the disk of a folder. */
export const checkDisk = async (folder: string): Promise<Checkup> => {
  const { bavail, bsize } = await statfs(folder).catch(() => ({ bavail: 0, bsize: 0 }));
  return bsize === 0
    ? doubtful('disk', `the room for ${folder} is not known`, `check the disk of ${folder}`)
    : judgeRoom(bavail * bsize, folder);
};

/** Judges so many free bytes. */
export const judgeRoom = (free: number, folder: string): Checkup => {
  const detail = `${Math.floor(free / 2 ** 20)} MB are free for ${folder}`;
  const advice = 'free some space, or set DATA_DIR to a folder on a larger disk; retention in source.yaml limits what is kept';
  if (free < noRoom) return failed('disk', detail, advice);
  return free < littleRoom ? doubtful('disk', detail, advice) : passed('disk', detail);
};
