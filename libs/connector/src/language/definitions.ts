import notations from './definitions.json';
import { parseKind, type Kind } from './kind';

/** One thing the language knows by name: a component with its properties, or an alias for a kind of value. */
export type Definition = { properties: Map<string, { required: boolean; kind: Kind | Definition }>; alias?: undefined } | { alias: Kind };

type Notation = { [key: string]: string | Notation };

const readDefinitions = (notation: Notation): Definition => {
  const alias = notation['='];
  if (typeof alias === 'string') return { alias: parseKind(alias) };
  return {
    properties: new Map(
      Object.entries(notation).map(([key, value]) => [
        key.replace(/\?$/, ''),
        { required: !key.endsWith('?'), kind: typeof value === 'string' ? parseKind(value) : readDefinitions(value) },
      ]),
    ),
  };
};

/** Every definition of the language by name, those of ours (`HtmlDecoder`) included. */
export const definitions: ReadonlyMap<string, Definition> = new Map(
  Object.entries(notations as Record<string, Notation>).map(([name, notation]) => [name, readDefinitions(notation)]),
);
