import { createHash } from 'node:crypto';
import type { Random } from '../random';
import { adjectives, animals, passwords, streets, timeZones } from '../words';
import type { Nationality } from './nationality';

/** One generated person, with every field of RandomUser's response. */
export type Person = ReturnType<typeof createPerson>;

const year = 365.25 * 24 * 3_600_000;

const hash = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');

const pickFrom = (random: Random, list: string): string => random.pick(list.split(','));

const latinLetters = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '');

/** Names without a Latin letter are replaced by the user name. */
const mail = (parts: string[], username: string): string => {
  const name = parts.map(latinLetters).filter((part) => part !== '');
  return `${name.length > 0 ? name.join('.') : username}@example.com`;
};

const uuid = (random: Random): string =>
  [random.hex(8), random.hex(4), `4${random.hex(3)}`, `${random.pick(['8', '9', 'a', 'b'])}${random.hex(3)}`, random.hex(12)].join('-');

const moment = (random: Random, [from, to]: [string, string], now: number) => {
  const time = random.int(Date.parse(from), Date.parse(to));
  return { date: new Date(time).toISOString(), age: Math.floor((now - time) / year) };
};

const login = (random: Random) => {
  const id = uuid(random);
  const username = `${random.pick(adjectives)}${random.pick(animals)}${String(random.int(100, 999))}`;
  const password = random.pick(passwords) + random.fillPattern('##');
  const salt = random.fillPattern('********');
  const salted = password + salt;
  return { uuid: id, username, password, salt, md5: hash('md5', salted), sha1: hash('sha1', salted), sha256: hash('sha256', salted) };
};

const location = (random: Random, nationality: Nationality) => {
  const postcode = random.fillPattern(nationality.postcode);
  const [offset, description] = random.pick(timeZones);
  return {
    street: { number: random.int(1, 9999), name: random.pick(streets) },
    city: pickFrom(random, nationality.cities),
    state: pickFrom(random, nationality.states),
    country: nationality.country,
    postcode: /^[1-9]\d*$/.test(postcode) ? Number(postcode) : postcode,
    coordinates: { latitude: (random.next() * 180 - 90).toFixed(4), longitude: (random.next() * 360 - 180).toFixed(4) },
    timezone: { offset, description },
  };
};

const picture = (random: Random, gender: 'female' | 'male') => {
  const file = `${gender === 'female' ? 'women' : 'men'}/${String(random.int(0, 99))}.jpg`;
  const urlOf = (size: string): string => `https://randomuser.me/api/portraits/${size}${file}`;
  return { large: urlOf(''), medium: urlOf('med/'), thumbnail: urlOf('thumb/') };
};

/** Generates the next person; `now` affects only the ages. */
export const createPerson = (random: Random, nationality: Nationality, asked: { gender: 'female' | 'male'; now: number }) => {
  const { gender, now } = asked;
  const first = pickFrom(random, gender === 'female' ? nationality.women : nationality.men);
  const last = pickFrom(random, nationality.last);
  const account = login(random);
  const title = gender === 'male' ? 'Mr' : random.pick(['Ms', 'Mrs', 'Miss']);
  return {
    gender,
    name: { title, first, last },
    location: location(random, nationality),
    email: mail([first, last], account.username),
    login: account,
    dob: moment(random, ['1944-09-01T00:00:00Z', '2001-12-31T23:59:59Z'], now),
    registered: moment(random, ['2002-05-01T00:00:00Z', '2022-05-01T00:00:00Z'], now),
    phone: random.fillPattern(nationality.phone),
    cell: random.fillPattern(nationality.cell),
    id: nationality.id ? { name: nationality.id[0], value: random.fillPattern(nationality.id[1]) } : { name: '', value: null },
    picture: picture(random, gender),
    nat: nationality.code,
  };
};
