import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { writePostsSource } from './product/posts-source';
import { Product } from './product/product';
import { TempFolders } from './product/temp-folder';
import { waitFor } from './product/wait-for';

jest.setTimeout(180_000);

/** A file system of its own size, which takes root; undefined where it cannot be mounted. */
const mounted = (folder: string, megabytes: number): (() => void) | undefined => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(megabytes)}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return () => void execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
};

/** Fills a file system to its last byte. */
const fill = (folder: string): void => {
  const free = () => statfsSync(folder).bavail * statfsSync(folder).bsize;
  for (let n = 0; free() > 0 && n < 100; n++) {
    try {
      writeFileSync(join(folder, `fill-${String(n)}`), Buffer.alloc(free()));
    } catch {
      // What fitted in is there.
    }
  }
};
const empty = (folder: string): void => {
  for (let n = 0; n < 100; n++) rmSync(join(folder, `fill-${String(n)}`), { force: true });
};

/** Twenty posts of some kilobytes a page, other ones after each `edit`. */
const largePosts = async (): Promise<{ url: string; edit(): void; server: Server }> => {
  let edition = 0;
  const server = createServer((request, response) => {
    const page = Number(new URL(request.url ?? '/', 'http://x').searchParams.get('_page') ?? 1);
    const body = 'x'.repeat(2000) + String(edition);
    const posts =
      page > 20
        ? []
        : Array.from({ length: 20 }, (_, n) => ({ id: (page - 1) * 20 + n, title: `post ${String(n)}`, body: body + String(n) }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(posts));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, edit: () => void edition++, server };
};

describe('the product on a disk of 14 MB', () => {
  const folders = new TempFolders();
  const dataDir = folders.create();
  const sourcesDir = folders.create();
  const unmount = mounted(dataDir, 14);
  let posts: Awaited<ReturnType<typeof largePosts>>;
  let product: Product;

  beforeAll(async () => {
    posts = await largePosts();
    writePostsSource(sourcesDir, 'posts', { address: posts.url });
    product = await new Product({ dataDir, sourcesDir }).start();
    await product.api.settled();
  });
  afterAll(async () => {
    await product?.stop();
    posts?.server.close();
    unmount?.();
    await folders.remove();
  });

  if (unmount === undefined) {
    it('runs here without its disk being filled: no small file system can be mounted', async () => {
      expect((await product.api.records()).length).toBe(400);
    });
    return;
  }

  const ready = async (): Promise<number> => (await product.api.ask('/health/ready')).status;

  it('goes on reading when the disk is full, says so, and goes on writing when there is room', async () => {
    fill(dataDir);
    posts.edit();
    const { status } = await product.api.ask('/sources/posts/runs', { method: 'POST' });
    expect([202, 503]).toContain(status);
    await waitFor('it is not ready', async () => (await ready()) === 503);
    expect((await product.api.ask('/health/live')).status).toBe(200);
    expect(await product.api.records()).toHaveLength(400);
    expect((await product.api.runs()).length).toBeGreaterThan(0);
    expect(product.output).toContain('the disk is full');

    empty(dataDir);
    await waitFor('it is ready again', async () => (await ready()) === 200);
    await product.api.settled('posts', 90_000);
    const run = await product.api.run('posts', 90_000);
    // The run that was asked for on the full disk may have been made by now.
    expect(['succeeded', 'not_modified']).toContain(run.state);
    const records = await product.api.records();
    expect(records).toHaveLength(400);
    expect(records.every(({ data }) => String(data['body']).startsWith(`${'x'.repeat(2000)}1`))).toBe(true);
    expect(await product.api.failures()).toEqual([]);
  });

  it('starts and reads on a full disk', async () => {
    await product.stop();
    fill(dataDir);
    await product.launch();
    await waitFor('it answers', async () => (await product.api.ask('/health/live')).status === 200);
    expect(await product.api.records()).toHaveLength(400);
    empty(dataDir);
    await waitFor('it is ready again', async () => (await ready()) === 200);
    expect(await product.api.run('posts', 90_000)).toMatchObject({ state: 'not_modified' });
  });
});
