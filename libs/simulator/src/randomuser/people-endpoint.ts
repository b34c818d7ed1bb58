import { jsonHeaders, problemResponse, type SimulatedResponse, type EndpointCall } from '../http/simulated-response';
import { Random } from '../random';
import { americanNationalities } from './american-nationalities';
import { continentalNationalities } from './continental-nationalities';
import type { Nationality } from './nationality';
import { northernNationalities } from './northern-nationalities';
import { createPerson, type Person } from './person';

const newest = '1.4';
const versions = ['1.3', newest];
const maxResults = 5_000;
const nationalities = [...americanNationalities, ...continentalNationalities, ...northernNationalities];
const records = { at: 'results', key: ['login', 'uuid'], number: ['location', 'street', 'number'] } as const;

const names = (query: URLSearchParams, name: string): string[] =>
  (query.get(name) ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '');

const positive = (query: URLSearchParams, name: string): number => {
  const value = Number.parseInt(query.get(name) ?? '', 10);
  return value >= 1 ? value : 1;
};

const fieldsOf = (query: URLSearchParams) => {
  const include = names(query, 'inc');
  const exclude = names(query, 'exc');
  const keeps = (field: string): boolean => (include.length > 0 ? include.includes(field) : !exclude.includes(field));
  return (person: Person): Partial<Person> => Object.fromEntries(Object.entries(person).filter(([field]) => keeps(field)));
};

const countriesOf = (version: string, query: URLSearchParams): Nationality[] => {
  const known = nationalities.filter(({ since }) => since === undefined || since <= version);
  const asked = names(query, 'nat');
  const chosen = known.filter(({ code }) => asked.includes(code.toLowerCase()));
  return chosen.length > 0 ? chosen : known;
};

const gendersOf = (query: URLSearchParams): ('female' | 'male')[] => {
  const asked = query.get('gender');
  return asked === 'female' || asked === 'male' ? [asked] : ['female', 'male'];
};

/** Serves `GET /api/`, `/api/1.3/` and `/api/1.4/` as RandomUser does. */
export const createPeopleEndpoint = (seed: string, now: () => number) => {
  const seeds = new Random(`${seed}/people`);
  return (call: EndpointCall): SimulatedResponse => {
    const version = call.rest.replace(/\//g, '') || newest;
    if (!versions.includes(version)) return problemResponse(404, `there is no version ${version}: use ${versions.join(' or ')}`);
    const query = call.url.searchParams;
    const page = call.endless === 'same' ? 1 : positive(query, 'page');
    const info = { seed: query.get('seed') || seeds.hex(16), results: amount(query), page, version };
    const random = new Random([seed, version, info.seed, page].join('/'));
    const countries = countriesOf(version, query);
    const genders = gendersOf(query);
    const pick = fieldsOf(query);
    const results = Array.from({ length: info.results }, () =>
      pick(createPerson(random, random.pick(countries), { gender: random.pick(genders), now: now() })),
    );
    return { status: 200, headers: { ...jsonHeaders }, body: query.has('noinfo') ? { results } : { results, info }, records };
  };
};

const amount = (query: URLSearchParams): number => {
  const asked = positive(query, 'results');
  return asked > maxResults ? 1 : asked;
};
