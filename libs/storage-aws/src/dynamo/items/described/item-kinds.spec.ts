import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TableItem } from '../../table/action';
import { readShard } from '../records/counter-shards';
import { readRecordFields } from '../records/record-items';
import { readTimeRange } from '../records/time-range-items';
import { readStream } from '../runs/stream-items';
import { commonAttributes, itemKinds } from './item-kinds';
import { kindOf, unpackItem } from './unpack-item';

const docs = readFileSync(join(__dirname, '../../../../../../docs/dynamodb.md'), 'utf8');

/** Returns the cells of the table below a heading of the docs, without the header row. */
const tableBelow = (heading: string): string[][] => {
  const section = docs.slice(docs.indexOf(`\n${heading}\n`)).split(/\n#+ /)[1]!;
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
};

describe('the kinds of items', () => {
  it('are in docs/dynamodb.md with each of their attributes', () => {
    const byLetters = Map.groupBy([{ name: 'most of them', letters: commonAttributes }, ...itemKinds], ({ letters }) => letters);
    const rows = [...byLetters].flatMap(([letters, kinds]) => {
      const names = kinds.map(({ name }) => name).join(', ');
      return Object.entries(letters).map(([attribute, letter]) => [names, `\`${attribute}\``, letter.name, letter.what]);
    });
    expect(tableBelow('### What each attribute is')).toEqual(rows);
  });

  it('are in the table of items there, each under its name', () => {
    const named = tableBelow('## Items').flatMap(([name]) => name!.split(', '));
    expect(itemKinds.map(({ name }) => name).filter((name) => !named.includes(name))).toEqual([]);
  });

  it.each([
    ['STREAMS', '-aB_9x12', 'stream', { stream: '-aB_9x12' }],
    ['G#abcdefgh.12', 'L3', 'counter shard', { generation: 'abcdefgh.12', stream: 'abcdefgh', shard: 3 }],
    ['D#abcdefgh.1#2', 'd1234', 'record', { generation: 'abcdefgh.1', stream: 'abcdefgh', bucket: 2, keyClass: 'd', key: '1234' }],
    ['D#abcdefgh.1#0', 'yä#\nb', 'record', { generation: 'abcdefgh.1', stream: 'abcdefgh', bucket: 0, keyClass: 'y', key: 'ä#\nb' }],
    ['T#A', '10001767225600000#a1', 'index page', { time: '2026-01-01T00:00:00.000Z', id: 'a1' }],
    ['T#F#abcdefgh', '10001767225600000#a1', 'index page', { stream: 'abcdefgh', time: '2026-01-01T00:00:00.000Z', id: 'a1' }],
    ['P#shop.orders.1', '000000000007', 'page', { runId: 'shop.orders.1', pageIndex: 7 }],
    [
      'P#shop.orders.1',
      '000000000007#abcdefgh.1',
      'progress',
      { runId: 'shop.orders.1', pageIndex: 7, generation: 'abcdefgh.1', stream: 'abcdefgh' },
    ],
  ])('are recognised by their keys: %s, %s', (pk, sk, name, key) => {
    expect(kindOf({ pk, sk })?.name).toBe(name);
    expect(unpackItem({ pk, sk })).toEqual({ item: name, pk, sk, key, attributes: {} });
  });

  it.each([
    ['record', readRecordFields, ['order', 'newestOrder']],
    ['counter shard', readShard, []],
    ['time range', readTimeRange, []],
    // Code uses the short name of the generation, as keys do.
    ['stream', (item: TableItem) => ({ ...readStream(item), generation: readStream(item).gen }), []],
  ])('have the same names in code: %s', (name, read, others) => {
    const { letters } = itemKinds.find((kind) => kind.name === name)!;
    const numbers = Object.fromEntries(Object.keys(letters).map((letter, i) => [letter, i + 1]));
    const texts = name === 'stream' ? { source: 'shop', stream: 'orders', active: '"a"', leaseRun: '"b"' } : {};
    const names = Object.keys(read({ pk: 'P', sk: 'S', ...numbers, ...texts }));
    const described = Object.values(letters).map((letter) => letter.name);
    expect(described.filter((one) => !names.includes(one))).toEqual(others);
    expect(names.filter((one) => !described.includes(one) && !['sid', 'gen'].includes(one))).toEqual([]);
  });

  it('show unknown attributes as they are', () => {
    const item = { pk: 'Z', sk: '1', zz: 1, bytes: new Uint8Array([1, 2]) };
    expect(unpackItem(item)).toEqual({ item: 'unknown', pk: 'Z', sk: '1', key: {}, attributes: {}, unknown: { zz: 1, bytes: 'AQI=' } });
    const shard = { pk: 'G#abcdefgh.1', sk: 'L0', x: 'shown', fresh: 3, odd: 'b' };
    expect(unpackItem(shard)).toMatchObject({ attributes: { state: 'shown', new: 3 }, unknown: { odd: 'b' } });
  });
});
