import { startSimulator, type Person, type Simulator } from '@twl/simulator';
import { Product } from './product/product';
import { copySource } from './product/source-folder';
import { TempFolders } from './product/temp-folder';
import { filesWith, rawObjects } from './product/written-files';

jest.setTimeout(120_000);

const secretsOf = ({ login, id }: Person): string[] => [
  login.password,
  login.salt,
  login.md5,
  login.sha1,
  login.sha256,
  ...(id.value ? [id.value] : []),
];

describe('what RandomUser says of people that nobody may know', () => {
  const folders = new TempFolders();
  const dataDir = folders.create();
  const sourcesDir = folders.create();
  let simulator: Simulator;
  let product: Product;
  let time = Date.now();

  beforeAll(async () => {
    simulator = await startSimulator({ clock: { now: () => time } });
    copySource(sourcesDir, 'randomuser', { address: simulator.url });
    product = await new Product({ dataDir, sourcesDir, env: { LOG_LEVEL: 'trace' } }).start();
    await product.api.settled('randomuser');
  });
  afterAll(async () => {
    await product.stop();
    await simulator.close();
    await folders.remove();
  });

  /** The people that the product was given, asked for again. */
  const people = async (): Promise<Person[]> => {
    const asked = simulator.requests.list().filter(({ url, status }) => status === 200 && url.startsWith('/randomuser'));
    const answers = await Promise.all(asked.map(({ url }) => fetch(simulator.url + url)));
    const pages = (await Promise.all(answers.map((answer) => answer.json()))) as { results: Person[] }[];
    return pages.flatMap(({ results }) => results);
  };

  it('stands in no file, no log line and no answer', async () => {
    const given = await people();
    const records = await product.api.records({ source: 'randomuser' });
    expect(records.length).toBeGreaterThan(0);
    expect(new Set(records.map(({ key }) => key))).toEqual(new Set(given.map(({ login }) => login.uuid)));
    const secrets = given.flatMap(secretsOf);
    expect(filesWith(dataDir, secrets)).toEqual([]);
    expect(secrets.filter((secret) => product.output.includes(secret))).toEqual([]);
    const raw = await product.api.ask(`/records/${records[0]!.id}/raw`);
    expect(raw.status).toBe(200);
    const shown = JSON.stringify(records) + raw.text;
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
  });

  it('is not kept away by keeping nothing: the rest of the people is on disk', async () => {
    expect(rawObjects(dataDir)).not.toEqual([]);
    const [first] = await people();
    expect(filesWith(dataDir, [first!.login.uuid]).length).toBeGreaterThanOrEqual(2);
  });

  it('grows older without a change to any record', async () => {
    const before = await product.api.records({ source: 'randomuser' });
    time += 3 * 366 * 86_400_000;
    const { counts } = await product.api.run('randomuser');
    expect(counts).toMatchObject({ fetched: before.length, unchanged: before.length, changed: 0, new: 0 });
    const after = await product.api.records({ source: 'randomuser' });
    expect(after.map(({ id, version }) => [id, version])).toEqual(before.map(({ id, version }) => [id, version]));
  });
});
