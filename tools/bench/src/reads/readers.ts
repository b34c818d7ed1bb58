import { setTimeout as sleep } from 'node:timers/promises';
import { manifestOf } from '../processing/workspace';
import { recordOf } from '../processing/records';
import { ask } from './ask';
import { parcels } from './store';

/** What one reader does, over and over; tells how many answers it got. */
export type Reader = (url: string, signal: AbortSignal) => Promise<void>;

/** Walks a list to its end, page by page. */
const walk =
  (query: string): Reader =>
  async (url, signal) => {
    for (let cursor = ''; !signal.aborted;) {
      const { status, text } = await ask(`${url}/api/records?limit=200&${query}${cursor}`, undefined, signal);
      if (status === 503) await sleep(1000);
      else if (status !== 200) throw new Error(`${query}: ${status} ${text}`);
      const next = /"next":"([^"]+)"/.exec(text)?.[1];
      if (status === 200 && next === undefined) return;
      if (next !== undefined) cursor = `&cursor=${next}`;
    }
  };

const get =
  (path: string): Reader =>
  async (url, signal) => {
    const { status, text } = await ask(`${url}${path}`, undefined, signal);
    if (status !== 200 && status !== 503) throw new Error(`${path}: ${status} ${text}`);
  };

const idOf = (stream: string, number: number): string => {
  const { id } = recordOf(number, 0) as { id: string };
  return `shop.${stream}.${id}`;
};

/** A filter that takes as many steps as a template may. */
const strangeFilter = "{% for a in 'x' * 440 %}{% for b in 'x' * 440 %}{% endfor %}{% endfor %}{{ true }}";

const strangeManifest = (): string => {
  const manifest = JSON.parse(manifestOf(['orders', 'parcels'])) as { streams: { retriever: { record_selector: object } }[] };
  for (const { retriever } of manifest.streams)
    Object.assign(retriever.record_selector, { record_filter: { type: 'RecordFilter', condition: strangeFilter } });
  return JSON.stringify(manifest);
};

/** Replays a stream for show, and waits for its end. */
const replay: Reader = async (url, signal) => {
  const body = { streams: ['parcels'], manifest: strangeManifest(), who: 'bench' };
  const { status, text } = await ask(`${url}/api/sources/shop/replays`, body, signal);
  if (status === 409) return sleep(1000);
  if (status !== 200 && status !== 202) throw new Error(`replay: ${status} ${text}`);
  const [begun] = (JSON.parse(text) as { replays: { id: string; finishedAt: string | null }[] }).replays;
  for (let isOver = begun!.finishedAt !== null; !isOver && !signal.aborted;) {
    await sleep(500);
    const shown = await ask(`${url}/api/replays/${begun!.id}`, undefined, signal);
    isOver = (JSON.parse(shown.text) as { finishedAt: string | null }).finishedAt !== null;
  }
};

/** The readers of the benchmark by what they do. */
export const readers: readonly [name: string, reader: Reader][] = [
  ['search', walk('q=customer%20976%20nobody')],
  ['search by time', walk('q=nothing&sort=updatedAt')],
  ['search in sort of occurrence', walk('q=never&sort=-occurredAt')],
  ['search of few', walk('q=Order%20123456')],
  ['deleted alone', walk('deleted=only')],
  ['list, 200 a page', walk('sort=occurredAt')],
  ['raw, page of 12 MB', get(`/api/records/${idOf('parcels', parcels - 1)}/raw`)],
  ['raw, page of 0.6 MB', get(`/api/records/${idOf('orders', 999)}/raw`)],
  ['analytics', get('/api/analytics')],
  ['replay of a strange manifest', replay],
];
