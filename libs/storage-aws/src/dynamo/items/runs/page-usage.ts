import type { Usage } from '../../../meter/usage';
import type { TableItem } from '../../table/action';

const sums = { readUnits: 'uR', writeUnits: 'uW', bytesOut: 'uO', bytesIn: 'uI' } as const;
const kindPrefix = 'uq_';

/** Returns usage as numbers to add to an item. */
export const writeUsage = ({ requests, ...rest }: Usage): Record<string, number> => ({
  ...Object.fromEntries(Object.entries(requests).map(([kind, count]) => [kindPrefix + kind.replace('.', '_'), count])),
  ...Object.fromEntries(Object.entries(sums).map(([name, counter]) => [counter, rest[name as keyof typeof sums]])),
});

/** Reads the usage of an item, if it has any. */
export const readUsage = (item: TableItem): Usage | undefined => {
  const kinds = Object.entries(item).filter(([name]) => name.startsWith(kindPrefix));
  if (kinds.length === 0) return undefined;
  const requests = Object.fromEntries(kinds.map(([name, count]) => [name.slice(kindPrefix.length).replace('_', '.'), count as number]));
  const numbers = Object.entries(sums).map(([name, counter]) => [name, Number(item[counter] ?? 0)]);
  return { requests, ...(Object.fromEntries(numbers) as Omit<Usage, 'requests'>) };
};
