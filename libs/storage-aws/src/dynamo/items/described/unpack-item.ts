import type { TableItem } from '../../table/action';
import { decoders, readEntries, type AttributeDecoder } from './decoders';
import type { ItemAttribute, ItemKind } from './item-kind';
import { commonAttributes, itemKinds } from './item-kinds';

/** An item with full names and decoded values, without its body. */
export interface UnpackedItem {
  /** The kind of item. */
  item: string;
  pk: string;
  sk: string;
  /** The parts of the keys. */
  key: Record<string, unknown>;
  attributes: Record<string, unknown>;
  /** Attributes of no kind, as they are. */
  unknown?: Record<string, unknown>;
}

/** Decoders of parts of keys; others are text. */
const parts: Readonly<Record<string, AttributeDecoder>> = {
  ...{ bucket: 'number', shard: 'number', pageIndex: 'number', runSeq: 'number', version: 'number', revision: 'number' },
  ...{ time: 'timeKey', key: 'orderText', runId: 'orderText', id: 'orderText', failure: 'orderText' },
};

/** Returns the kind of an item by its keys; undefined if it is not one of ours. */
export const kindOf = ({ pk, sk }: Pick<TableItem, 'pk' | 'sk'>): ItemKind | undefined =>
  itemKinds.find((kind) => kind.pk.test(pk) && kind.sk.test(sk));

/** Returns the description of an attribute of a kind; undefined if it has none of that name. */
export const findAttribute = (kind: ItemKind | undefined, name: string): { letter: ItemAttribute; rest: string } | undefined => {
  const letters = { ...commonAttributes, ...kind?.letters };
  const exact = Object.hasOwn(letters, name) ? letters[name] : undefined;
  if (exact) return { letter: exact, rest: '' };
  const open = Object.entries(letters).find(([one]) => one.endsWith('*') && name.startsWith(one.slice(0, -1)));
  return open && { letter: open[1], rest: name.slice(open[0].length - 1) };
};

/** Returns where the body of an item is stored, if it has one. */
export const bodyLocation = (item: TableItem): 'item' | 'bucket' | undefined => {
  if ('b' in item) return 'item';
  return 'x' in item && findAttribute(kindOf(item), 'x')?.letter === commonAttributes['x'] ? 'bucket' : undefined;
};

/** Decodes an item of the table. */
export const unpackItem = (item: TableItem): UnpackedItem => {
  const { pk, sk, b: _body, ...given } = item;
  const kind = kindOf(item);
  const attributes: Record<string, unknown> = {};
  const unknown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const known = findAttribute(kind, name);
    if (!known) unknown[name] = value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
    else if (kind?.isIndexPage && name === 'e') attributes[known.letter.name] = readEntries(sk, value);
    else attributes[known.letter.name + (known.rest && ` ${known.rest}`)] = decoders[known.letter.as](value);
  }
  return {
    ...{ item: kind?.name ?? 'unknown', pk, sk, key: kind ? keyParts(kind, item) : {}, attributes },
    ...(Object.keys(unknown).length > 0 && { unknown }),
  };
};

const keyParts = (kind: ItemKind, { pk, sk }: TableItem): Record<string, unknown> => {
  const groups = { ...kind.pk.exec(pk)?.groups, ...kind.sk.exec(sk)?.groups };
  const found = Object.entries(groups).filter(([, text]) => text !== undefined);
  return Object.fromEntries(found.map(([name, text]) => [name, decoders[parts[name] ?? 'plain'](text)]));
};
