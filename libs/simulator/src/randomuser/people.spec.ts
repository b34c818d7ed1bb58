import { createHash } from 'node:crypto';
import { sendRequest, parseBody } from '../send-request';
import { startSimulator, type Simulator } from '../start-simulator';
import type { Person } from './person';

interface People {
  results: Person[];
  info: { seed: string; results: number; page: number; version: string };
}

describe('the people', () => {
  let simulator: Simulator;
  let time = Date.parse('2026-01-31T12:00:00Z');
  const people = (query: string, version = '1.4/'): Promise<People> =>
    sendRequest(`${simulator.url}/randomuser/api/${version}?${query}`).then((got) => parseBody<People>(got));

  beforeEach(async () => {
    simulator = await startSimulator({ seed: 7, clock: { now: () => time } });
  });
  afterEach(() => simulator.close());

  it('have every field of the real ones', async () => {
    const { results, info } = await people('results=50&seed=abc');
    expect(info).toEqual({ seed: 'abc', results: 50, page: 1, version: '1.4' });
    for (const person of results) {
      expect(Object.keys(person).join()).toBe('gender,name,location,email,login,dob,registered,phone,cell,id,picture,nat');
      expect(person.email).toMatch(/^[a-z0-9.]+@example\.com$/);
      expect(person.login.uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set(results.map(({ login }) => login.uuid)).size).toBe(50);
    expect(Object.keys(results[0]!.location).join()).toBe('street,city,state,country,postcode,coordinates,timezone');
  });

  it('have real hashes of password and salt', async () => {
    const { login } = (await people('seed=abc')).results[0]!;
    for (const algorithm of ['md5', 'sha1', 'sha256'] as const) {
      const hash = createHash(algorithm).update(login.password + login.salt);
      expect(login[algorithm]).toBe(hash.digest('hex'));
    }
  });

  it('are the same for the same seed, page and version, and differ otherwise', async () => {
    const first = await people('results=5&seed=abc&page=2');
    expect(await people('results=5&seed=abc&page=2')).toEqual(first);
    expect((await people('results=9&seed=abc&page=2')).results.slice(0, 5)).toEqual(first.results);
    const others = [people('results=5&seed=abc&page=3'), people('results=5&seed=abd&page=2'), people('results=5&seed=abc&page=2', '1.3/')];
    for (const other of await Promise.all(others)) expect(other.results[0]!.login.uuid).not.toBe(first.results[0]!.login.uuid);
  });

  it('are new at every request without a seed', async () => {
    const [one, two] = [await people('results=2'), await people('results=2')];
    expect(one.info.seed).toMatch(/^[0-9a-f]{16}$/);
    expect(one.info.seed).not.toBe(two.info.seed);
    expect(one.results[0]!.login.uuid).not.toBe(two.results[0]!.login.uuid);
  });

  it('are one if more than 5000 are asked for, or no number', async () => {
    expect((await people('results=5000&inc=nat')).results).toHaveLength(5000);
    expect((await people('results=5001')).info.results).toBe(1);
    expect((await people('results=-3')).results).toHaveLength(1);
  });

  it('have the requested fields, countries and gender', async () => {
    const { results } = await people('results=20&seed=abc&inc=name,nat,gender&nat=fr,de&gender=female');
    expect(Object.keys(results[0]!).sort()).toEqual(['gender', 'name', 'nat']);
    expect(new Set(results.map(({ nat }) => nat))).toEqual(new Set(['FR', 'DE']));
    expect(new Set(results.map(({ gender }) => gender))).toEqual(new Set(['female']));
    expect(Object.keys((await people('exc=login')).results[0]!)).not.toContain('login');
  });

  it('are of the newest version by default; an unknown version is 404', async () => {
    expect((await people('seed=abc', '')).info.version).toBe('1.4');
    expect((await sendRequest(`${simulator.url}/randomuser/api/9.9/`)).status).toBe(404);
  });

  it('grow older with the clock, and change in nothing else', async () => {
    const before = (await people('seed=abc&results=3')).results;
    time += 2 * 366 * 86_400_000;
    const after = (await people('seed=abc&results=3')).results;
    expect(after.map(({ dob }) => dob.age)).toEqual(before.map(({ dob }) => dob.age + 2));
    const ageless = (list: Person[]) => list.map(({ dob, registered, ...rest }) => ({ ...rest, at: [dob.date, registered.date] }));
    expect(ageless(after)).toEqual(ageless(before));
  });
});
