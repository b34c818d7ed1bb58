import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Records of each parent. */
const perParent = 200;

const record = (id: number) => ({
  id,
  uuid: `6f1c2d3e-${String(id).padStart(12, '0')}`,
  name: `Order number ${id}`,
  status: ['open', 'paid', 'sent', 'returned'][id % 4],
  price: (id % 1000) / 4,
  quantity: 1 + (id % 7),
  created_at: '2024-01-31T12:30:45.000Z',
  updated_at: `2024-02-${String(1 + (id % 28)).padStart(2, '0')}T08:00:00.000Z`,
  customer: { id: id % 5000, name: `Customer ${id % 5000}`, email: `customer-${id % 5000}@example.com`, tags: ['new', 'eu'] },
  lines: [
    { sku: `A-${id % 100}`, count: 2 },
    { sku: `B-${id % 50}`, count: 1 },
  ],
  note: null,
  active: id % 2 === 0,
});

const rows = (count: number, from: number) => Array.from({ length: Math.max(count, 0) }, (_, at) => record(from + at));

/** Serves so many records in this process, says where, and ends when its parent closes the pipe. */
export const serveRecords = (records: number): void => {
  const bodies = new Map<string, Buffer>();
  const server = createServer(({ url }, response) => {
    let body = bodies.get(url!);
    if (body === undefined) {
      body = Buffer.from(JSON.stringify({ data: { items: itemsOf(new URL(url!, 'http://local'), records) } }));
      bodies.set(url!, body);
    }
    response.setHeader('content-type', 'application/json');
    response.end(body);
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`));
  process.stdin.on('end', () => process.exit(0)).resume();
};

const itemsOf = ({ pathname, searchParams }: URL, records: number): unknown[] => {
  if (pathname === '/parents') return Array.from({ length: records / perParent }, (_, id) => ({ id }));
  const parent = /^\/items\/(\d+)$/.exec(pathname)?.[1];
  if (parent !== undefined) return rows(perParent, Number(parent) * perParent);
  const size = Number(searchParams.get('size'));
  const from = (Number(searchParams.get('page')) - 1) * size;
  return rows(Math.min(size, records - from), from);
};
