import type { Json } from '@twl/contracts';
import { toJsonText, isJsonObject } from '@twl/json';
import type { DraftBody } from '../exchange/exchange';
import { encode } from '../exchange/request-address';
import { pythonText } from './python-text';

/** A body as it goes over the wire, with the content type it has unless the manifest says otherwise. */
export const writeBody = (body: DraftBody): { text: string; contentType?: string } => {
  if (body.kind === 'json') return { text: toJsonText(body.value), contentType: 'application/json' };
  if (body.kind === 'text') return { text: body.value };
  const pairs = Object.entries(body.value).flatMap(([name, value]) =>
    list(value).map((each) => `${encode(name)}=${encode(pythonText(each))}`),
  );
  return { text: pairs.join('&'), contentType: 'application/x-www-form-urlencoded' };
};

/** A field is written once for each item of a list, and once for each key of a mapping. */
const list = (value: Json): Json[] => {
  if (isJsonObject(value)) return Object.keys(value);
  return (Array.isArray(value) ? value : [value]).filter((each) => each !== null);
};
