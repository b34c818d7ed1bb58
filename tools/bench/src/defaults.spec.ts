import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultRecords } from './defaults';

const docs = readFileSync(join(__dirname, '../../../docs/reports/benchmarks.md'), 'utf8');

describe('a benchmark that is given no numbers', () => {
  it('of the cost on AWS prints the table that the docs show', () => {
    const records = defaultRecords['cost']!;
    const section = docs.slice(docs.indexOf('\n## Dollars on AWS\n'));
    expect(section).toContain(`npm run bench -- cost [--records N (${records})]`);
    expect(section).toContain(`${records.toLocaleString('en')} records of about 600 bytes`);
  });
});
