import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureCoverage, renderCoveragePage } from './coverage-table';

const rows = (page: string): string[][] =>
  page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').map((cell) => cell.trim()));

describe('the coverage of the language', () => {
  it('accounts for every definition', () => {
    const entries = measureCoverage();
    expect(entries).toHaveLength(139);
    expect(entries.filter(({ state }) => state === 'supported').length).toBeGreaterThanOrEqual(115);
  });

  it('is what the page says', () => {
    const page = readFileSync(join(__dirname, '../../../../docs/connector-coverage.md'), 'utf8');
    expect(
      rows(page)
        .slice(1)
        .filter(([, name]) => !/^-+$/.test(name ?? '')),
    ).toEqual(rows(renderCoveragePage()).slice(2));
  });
});
