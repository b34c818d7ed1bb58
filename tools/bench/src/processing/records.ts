import { createHash } from 'node:crypto';

/** Records of about 600 bytes, as an API answers them; the same arguments give the same record. */
export const recordOf = (number: number, revision: number): object => {
  // Keys in no order, as identifiers of other people's systems are.
  const id = createHash('md5').update(String(number)).digest('hex');
  return {
    id,
    number,
    title: `Order ${number} of customer ${number % 977}`,
    customer: {
      name: { first: 'Maria', last: `Müller-${number % 977}` },
      email: `maria.mueller.${number % 977}@example.org`,
      address: { street: `Hauptstraße ${number % 300}`, city: 'Würzburg', postcode: String(97070 + (number % 30)), country: 'Germany' },
    },
    lines: [
      { sku: `A-${number % 50}`, quantity: 1 + (number % 5), price: 9.99 },
      { sku: `B-${number % 70}`, quantity: 2, price: 19.5 + (number % 10) },
    ],
    note: 'Leave the parcel with the neighbours on the second floor if nobody answers the door.',
    paid: number % 3 === 0,
    state: revision === 0 ? 'open' : `shipped-${revision}`,
    createdAt: '2026-01-01T10:00:00.000Z',
  };
};

/** How the records of one load differ from the first. */
export interface Load {
  records: number;
  pageSize: number;
  revision: number;
  /** Of a hundred records, so many have the revision; the others are as at first. */
  changedPercent: number;
}

/** The bodies of a load's pages. */
export function* bodies({ records, pageSize, revision, changedPercent }: Load): Generator<string> {
  for (let first = 0; first < records; first += pageSize) {
    const items = Array.from({ length: Math.min(pageSize, records - first) }, (_, i) => {
      const number = first + i;
      return recordOf(number, number % 100 < changedPercent ? revision : 0);
    });
    yield JSON.stringify({ items });
  }
}
