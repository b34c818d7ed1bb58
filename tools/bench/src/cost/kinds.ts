import type { Usage } from '@twl/storage-aws';
import { table } from '../table';

/** What each kind of request came to in each row, per thousand records; the services that cost nothing by the request too. */
export const kindsTable = (rows: readonly { name: string; usage: Usage }[], records: number): string => {
  const kinds = [...new Set(rows.flatMap(({ usage }) => Object.keys(usage.requests)))].sort();
  const perThousand = (count = 0): string => ((count * 1000) / records).toFixed(1);
  return table([
    ['requests per 1,000', ...rows.map(({ name }) => name)],
    ...kinds.map((kind) => [kind, ...rows.map(({ usage }) => perThousand(usage.requests[kind]))]),
  ]);
};
