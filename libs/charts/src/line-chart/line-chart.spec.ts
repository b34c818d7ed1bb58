import { inputBinding, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Series } from '../chart-data';
import { LineChart } from './line-chart';

const hours = (...values: number[]) => values.map((v, hour) => ({ t: new Date(Date.UTC(2026, 2, 1, hour)).toISOString(), v }));

const render = async (series: Series[]) => {
  const data = signal<readonly Series[]>(series);
  const fixture = TestBed.createComponent(LineChart, {
    bindings: [
      inputBinding('heading', () => 'New records'),
      inputBinding('bucket', () => 'hour'),
      inputBinding('zone', () => 'utc'),
      inputBinding('series', data),
    ],
  });
  await fixture.whenStable();
  const element = fixture.nativeElement as HTMLElement;
  const all = (selector: string) => [...element.querySelectorAll<HTMLElement>(selector)];
  return { fixture, element, all, data };
};

const two: Series[] = [
  { name: 'posts', points: hours(1, 2, 3) },
  { name: 'users', points: hours(0, 5, 0) },
];

describe('LineChart', () => {
  it('draws a line for each series', async () => {
    const { all } = await render(two);

    expect(all('path.line').map((line) => line.getAttribute('stroke'))).toEqual(['var(--twl-series-1)', 'var(--twl-series-2)']);
  });

  it('summarises in words', async () => {
    const { element } = await render(two);

    expect(element.querySelector('[role=img]')?.getAttribute('aria-label')).toBe('New records, by hour. posts: 6 in all; users: 5 in all');
  });

  it('hides and shows a line with its legend, and keeps the colors of the others', async () => {
    const { fixture, all } = await render(two);
    const entry = all('.chart-legend button')[0]!;

    entry.click();
    await fixture.whenStable();

    expect(entry.getAttribute('aria-pressed')).toBe('false');
    expect(all('path.line').map((line) => line.getAttribute('stroke'))).toEqual(['var(--twl-series-2)']);

    entry.click();
    await fixture.whenStable();
    expect(all('path.line')).toHaveLength(2);
  });

  it('says so when every line is hidden', async () => {
    const { fixture, all, element } = await render(two);

    all('.chart-legend button').forEach((entry) => entry.click());
    await fixture.whenStable();

    expect(element.textContent).toContain('Every line is hidden');
  });

  it('shows the buckets that have a value as a table, newest first', async () => {
    const { fixture, all } = await render([{ name: 'posts', points: hours(4, 0, 7) }]);

    all('.chart-switch')[0]!.click();
    await fixture.whenStable();

    expect(all('tbody td').map((cell) => cell.textContent)).toEqual(['7', '4']);
    expect(all('tbody th')[0]!.textContent).toContain('UTC');
  });

  it('says that there is no data if no series has a point', async () => {
    const { all, element } = await render([{ name: 'posts', points: [] }]);

    expect(element.textContent).toContain('Nothing yet');
    expect(all('svg')).toHaveLength(0);
  });
});
