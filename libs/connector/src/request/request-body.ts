import type { Json } from '@twl/contracts';
import { toJsonText, isJsonObject } from '@twl/json';
import type { DraftBody } from '../exchange/exchange';
import { encodeParameter } from '../exchange/request-address';
import { toPythonLiteral } from './python-text';

/** Encodes a body, with its default content type. */
export const writeBody = (body: DraftBody): { text: string; contentType?: string } => {
  if (body.kind === 'json') return { text: toJsonText(body.value), contentType: 'application/json' };
  if (body.kind === 'text') return { text: body.value };
  const pairs = Object.entries(body.value).flatMap(([name, value]) =>
    listBody(value).map((each) => `${encodeParameter(name)}=${encodeParameter(toPythonLiteral(each))}`),
  );
  return { text: pairs.join('&'), contentType: 'application/x-www-form-urlencoded' };
};

/** A field is written once for each item of a list, and once for each key of a mapping. */
const listBody = (value: Json): Json[] => {
  if (isJsonObject(value)) return Object.keys(value);
  return (Array.isArray(value) ? value : [value]).filter((each) => each !== null);
};
