import { SourceCatalog, type Source } from '@twl/ports';
import { ManualClock, RecordingLog } from '@twl/ports/testing';
import { DeployedCatalog } from './deployed-catalog';

/** A catalog that tells which folder it was opened on. */
class OpenedFolder extends SourceCatalog {
  constructor(private readonly folder: string) {
    super();
  }

  async list(): Promise<Source[]> {
    return [{ name: this.folder } as Source];
  }

  async get(name: string): Promise<Source | undefined> {
    return { name: `${this.folder}/${name}` } as Source;
  }
}

const pushed = { pushedAt: '2026-01-01T00:00:00.000Z', pushedBy: 'ada', etag: '"1"' };

describe('the catalog of deployed sources', () => {
  const given = (first?: string) => {
    const world = { digest: first, looks: 0, unpacked: [] as string[], fails: undefined as Error | undefined };
    const sets = {
      pointer: async () => {
        world.looks++;
        if (world.fails) throw world.fails;
        return world.digest === undefined ? undefined : { ...pushed, digest: world.digest };
      },
      unpack: async (digest: string) => void world.unpacked.push(digest),
    };
    const [clock, log] = [new ManualClock(), new RecordingLog()];
    const catalog = new DeployedCatalog({ sets, folder: '/d', open: (folder) => new OpenedFolder(folder), clock, log });
    const names = async () => (await catalog.list()).map(({ name }) => name);
    return { world, clock, log, catalog, names };
  };

  it('reads the deployed set, and checks again only after some seconds', async () => {
    const { world, clock, names } = given('one');
    expect([await names(), await names()]).toEqual([['/d/one/sources'], ['/d/one/sources']]);
    world.digest = 'two';
    expect(await names()).toEqual(['/d/one/sources']);
    await clock.advance(10_000);
    expect(await names()).toEqual(['/d/two/sources']);
    expect(world).toMatchObject({ looks: 2, unpacked: ['one', 'two'] });
  });

  it('does not unpack a set again that is still deployed', async () => {
    const { world, clock, names } = given('one');
    await names();
    await clock.advance(60_000);
    await names();
    expect(world).toMatchObject({ looks: 2, unpacked: ['one'] });
  });

  it('has none before the first push, says so, and sees the first one', async () => {
    const { world, clock, log, names } = given();
    expect(await names()).toEqual(['/d/none/sources']);
    expect(log.of('sources.none_deployed')).toHaveLength(1);
    world.digest = 'one';
    await clock.advance(10_000);
    expect(await names()).toEqual(['/d/one/sources']);
  });

  it('looks once for all who ask at once', async () => {
    const { world, catalog } = given('one');
    await Promise.all([catalog.list(), catalog.get('shop'), catalog.prepare('shop')]);
    expect(world.looks).toBe(1);
  });

  it('goes on with the set it knows while the bucket cannot be asked, and fails where it knows none', async () => {
    const { world, clock, log, names } = given('one');
    world.fails = new Error('the bucket is away');
    await expect(names()).rejects.toMatchObject({ infrastructure: true, message: expect.stringContaining('the bucket is away') });
    world.fails = undefined;
    await names();
    world.fails = new Error('the bucket is away');
    await clock.advance(10_000);
    expect(await names()).toEqual(['/d/one/sources']);
    expect(log.of('sources.unreadable')).toEqual([{ digest: 'one' }]);
  });
});
