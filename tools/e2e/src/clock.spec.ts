import type { List, RecordVersion, Run } from '@twl/contracts';
import { startSimulator, type Simulator } from '@twl/simulator';
import { Product } from './product/product';
import { clockIsSetBy, SettableClock } from './product/set-clock';
import { copySource } from './product/source-folder';
import { TempFolders } from './product/temp-folder';
import { waitFor } from './product/wait-for';

jest.setTimeout(300_000);

const source = 'jsonplaceholder';
const day = 86_400;
/** How long a busy machine may take for what is due every five seconds. */
const patienceMs = 100_000;
const post = `/records/${source}.posts.1`;

describe(`a machine whose clock jumps a day ahead and back, by ${clockIsSetBy}`, () => {
  const folders = new TempFolders();
  const [dataDir, sourcesDir, clockDir] = [folders.create(), folders.create(), folders.create()];
  const clock = new SettableClock(clockDir);
  let simulator: Simulator;
  let product: Product;

  const scheduled = async (): Promise<Run[]> => (await product.api.runs({ source })).filter(({ trigger }) => trigger === 'schedule');
  const isToday = ({ startedAt }: Run): boolean => Date.parse(startedAt) < Date.now() + 3_600_000;
  const moreToday = (count: number): Promise<unknown> =>
    waitFor(`${String(count)} runs by the right time`, async () => (await scheduled()).filter(isToday).length >= count, patienceMs);
  const titleShown = async (): Promise<string> => (await product.api.get<{ title: string }>(post)).title;
  /** Changes a post, and waits until a run has brought it: the one asked for here may be one that had asked the source before. */
  const changed = async (title: string): Promise<Run> => {
    simulator.posts.edit(1, { title });
    const run = await product.api.run(source);
    await waitFor(`a post ${title}`, async () => (await titleShown()) === title, patienceMs);
    return run;
  };

  beforeAll(async () => {
    simulator = await startSimulator({ changeEveryMs: 0 });
    copySource(sourcesDir, source, { address: simulator.url, settings: { schedule: { cron: '*/5 * * * * *' } } });
    product = await new Product({ dataDir, sourcesDir, env: clock.env }).start();
    await moreToday(2);
  });
  afterAll(async () => {
    await product.stop();
    await simulator.close();
    await folders.remove();
  });

  it('runs on by its schedule while it is ahead', async () => {
    clock.set(day);
    await waitFor('a run by the time that is ahead', async () => (await scheduled()).some((run) => !isToday(run)), patienceMs);
    expect(await changed('while the clock was ahead')).toMatchObject({
      state: expect.stringMatching(/succeeded|not_modified|skipped_overlap/),
    });
  });

  it('runs on by its schedule from the moment it is right again', async () => {
    const before = (await scheduled()).filter(isToday).length;
    clock.set(0);
    await moreToday(before + 2);
    await changed('after the clock was right again');
  });

  it('does so too when it was killed while it was ahead', async () => {
    clock.set(day);
    await waitFor('a run by the time that is ahead', async () => !isToday((await scheduled())[0]!), patienceMs);
    await product.kill();
    clock.set(0);
    await product.start();
    const before = (await scheduled()).filter(isToday).length;
    await moreToday(before + 2);
  });

  it('shows the newest content, and versions whose times never go back', async () => {
    expect(await titleShown()).toBe('after the clock was right again');
    const { items } = await product.api.get<List<RecordVersion>>(`${post}/versions`);
    expect(items.length).toBeGreaterThan(1);
    for (const [index, { validFrom, validTo }] of items.entries()) {
      expect(validTo).toBe(index === 0 ? null : items[index - 1]!.validFrom);
      expect(Date.parse(validFrom)).toBeLessThanOrEqual(validTo === null ? Infinity : Date.parse(validTo));
    }
    expect(await product.api.records()).toHaveLength(100);
  });
});
