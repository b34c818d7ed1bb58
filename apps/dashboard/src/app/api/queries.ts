import { httpResource } from '@angular/common/http';
import type { Alert, Analytics, CuratedRecord, Drift, List, Run, RunHistoryView, SourceStatus } from '@twl/contracts';
import { live, type Live, type LiveOptions } from './live';
import { sameJson } from './same-json';

/** Path of the API, relative to the page. */
export const api = '/api';

/** The largest page that the API returns. */
const mostAtOnce = 200;

/** Query parameters; empty ones are omitted. */
export type Params = Readonly<Record<string, string | number | undefined>>;

const sent = (params: Params): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string | number] => entry[1] !== undefined && entry[1] !== ''),
  );

/** A list of the API, requested again when the parameters change. */
const list = <T>(path: string, params: () => Params, options?: LiveOptions): Live<List<T>> =>
  live(
    httpResource<List<T>>(() => ({ url: `${api}/${path}`, params: sent(params()) }), { equal: sameJson }),
    options,
  );

/** The sources with their freshness, by name, up to the largest page. */
export const sourcesQuery = (options?: LiveOptions): Live<List<SourceStatus>> => list('sources', () => ({ limit: mostAtOnce }), options);

/** Sums and time line. */
export const analyticsQuery = (options?: LiveOptions): Live<Analytics> =>
  live(
    httpResource<Analytics>(() => `${api}/analytics`, { equal: sameJson }),
    options,
  );

/** A page of records. Their data is for showing titles only: numbers beyond 2^53 are not exact in it. */
export const recordsQuery = (params: () => Params): Live<List<CuratedRecord>> => list('records', params);

/** A page of runs. */
export const runsQuery = (params: () => Params, options?: LiveOptions): Live<List<Run>> => list('runs', params, options);

/** A page of changes of fields. */
export const driftQuery = (params: () => Params, options?: LiveOptions): Live<List<Drift>> => list('drift', params, options);

/** A page of alerts. */
export const alertsQuery = (params: () => Params, options?: LiveOptions): Live<List<Alert>> => list('alerts', params, options);

/** The alerts that fire, up to the largest page. */
export const firingQuery = (options?: LiveOptions): Live<List<Alert>> =>
  list('alerts', () => ({ state: 'firing', limit: mostAtOnce }), options);

/** One alert. */
export const alertQuery = (id: () => string, options?: LiveOptions): Live<Alert> =>
  live(
    httpResource<Alert>(() => `${api}/alerts/${encodeURIComponent(id())}`, { equal: sameJson }),
    { ...options, about: id },
  );

/** One run. */
export const runQuery = (id: () => string, options?: LiveOptions): Live<Run> =>
  live(
    httpResource<Run>(() => `${api}/runs/${encodeURIComponent(id())}`, { equal: sameJson }),
    { ...options, about: id },
  );

/** What a run did. */
export const runHistoryQuery = (id: () => string, options?: LiveOptions): Live<RunHistoryView> =>
  live(
    httpResource<RunHistoryView>(() => `${api}/runs/${encodeURIComponent(id())}/events`, { equal: sameJson }),
    { ...options, about: id },
  );

/** A response as text, where every digit matters. */
export const textQuery = (path: () => string, options?: LiveOptions): Live<string> =>
  live(
    httpResource.text(() => `${api}/${path()}`),
    options,
  );

/** One record as its text, deleted or not. */
export const recordTextQuery = (path: () => string, options?: LiveOptions): Live<string> =>
  live(
    httpResource.text(() => ({ url: `${api}/${path()}`, params: { deleted: 'include' } })),
    options,
  );

/** Likewise a list. */
export const listTextQuery = (path: string, params: () => Params, options?: LiveOptions): Live<string> =>
  live(
    httpResource.text(() => ({ url: `${api}/${path}`, params: sent(params()) })),
    options,
  );
