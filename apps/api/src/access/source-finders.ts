import type { Request } from 'express';

/** Finds the names of the sources that a request is about, before anything is validated; undefined if it names none. */
export type SourceFinder = (request: Pick<Request, 'query' | 'params' | 'body'>) => string[] | undefined;

const textsOf = (value: unknown): string[] | undefined => {
  const all = Array.isArray(value) ? (value as unknown[]) : [value];
  return all.length > 0 && all.every((one) => typeof one === 'string') ? all : undefined;
};

/** The source in the query parameter `source`. */
export const sourceInQuery: SourceFinder = ({ query }) => textsOf(query['source']);

/** The source in the path parameter `name`. */
export const sourceInPath: SourceFinder = ({ params }) => textsOf(params['name']);

const decodePart = (part: string): string => part.replaceAll('~1', '.').replaceAll('~0', '~');

/** Ids of records, runs and failures begin with the name of their source. */
const sourceOfId = (id: string): string => decodePart(id.split('.', 1)[0] ?? '');

/** The source of the record, run or failure in the path parameter `id`. */
export const sourceInId: SourceFinder = ({ params }) => textsOf(params['id'])?.map(sourceOfId);

/** The target of the alert in the path parameter `id`: {rule}:{target}. */
export const sourceInAlertId: SourceFinder = ({ params }) => textsOf(params['id'])?.map((id) => id.slice(id.indexOf(':') + 1));

/** The sources of the failures that a body selects, by its filter or by their ids. */
export const sourcesInSelection: SourceFinder = ({ body }) => {
  const { filter, ids } = (body ?? {}) as { filter?: { source?: unknown }; ids?: unknown };
  return ids === undefined ? textsOf(filter?.source) : textsOf(ids)?.map(sourceOfId);
};
