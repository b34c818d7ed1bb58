import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPage } from './run-page';

const file = join(__dirname, '../../../../docs/architecture.md');
const part = /(?<=<!-- run machine -->\n\n)[^]*?(?=\n\n<!-- end -->)/;

describe('docs/architecture.md', () => {
  it('has the states of a run as the machine has them', () => {
    const page = readFileSync(file, 'utf8');
    if (process.env['WRITE_DOCS']) writeFileSync(file, page.replace(part, runPage));
    expect(readFileSync(file, 'utf8').match(part)?.[0]).toBe(runPage());
  });
});
