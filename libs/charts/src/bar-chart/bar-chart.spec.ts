import { inputBinding, outputBinding, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Bar } from '../chart-data';
import { BarChart } from './bar-chart';

const render = async (bars: Bar[]) => {
  const data = signal<readonly Bar[]>(bars);
  const picked: string[] = [];
  const fixture = TestBed.createComponent(BarChart, {
    bindings: [
      inputBinding('heading', () => 'Records by source'),
      inputBinding('columns', () => ['Source', 'Records']),
      inputBinding('action', () => 'Show records of'),
      inputBinding('bars', data),
      outputBinding<string>('picked', (name) => picked.push(name)),
    ],
  });
  await fixture.whenStable();
  const element = fixture.nativeElement as HTMLElement;
  const all = (selector: string) => [...element.querySelectorAll<HTMLElement>(selector)];
  return { fixture, element, all, data, picked };
};

const thousands = (1200).toLocaleString();
const two: Bar[] = [
  { name: 'posts', value: 1200 },
  { name: 'users', value: 30 },
];

describe('BarChart', () => {
  afterEach(() => jest.useRealTimers());

  it('draws a bar for each name, in its own color', async () => {
    const { all } = await render(two);

    expect(all('path.bar').map((bar) => bar.getAttribute('fill'))).toEqual(['var(--twl-series-1)', 'var(--twl-series-2)']);
  });

  it('describes the drawing in words', async () => {
    const { element } = await render(two);

    expect(element.querySelector('[role=img]')?.getAttribute('aria-label')).toBe(`Records by source. posts: ${thousands}; users: 30`);
  });

  it('emits the name of the clicked bar', async () => {
    const { all, picked } = await render(two);

    all('path.bar')[1]!.dispatchEvent(new MouseEvent('click', { bubbles: true }));

    expect(picked).toEqual(['users']);
  });

  it('shows no tooltip when a click leads away before the tooltip is due', async () => {
    const { all, fixture } = await render(two);
    jest.useFakeTimers();
    all('[ngx-tooltip]')[1]!.dispatchEvent(new MouseEvent('mouseenter'));
    all('path.bar')[1]!.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));

    all('path.bar')[1]!.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    fixture.destroy();

    expect(() => jest.advanceTimersByTime(1_000)).not.toThrow();
    expect(document.querySelector('ngx-tooltip-content')).toBeNull();
  });

  it('emits the same from the legend, which a keyboard reaches', async () => {
    const { all, picked } = await render(two);
    const entry = all('.chart-legend button')[0]!;

    entry.click();

    expect(entry.getAttribute('aria-label')).toBe('Show records of posts');
    expect(picked).toEqual(['posts']);
  });

  it('keeps the keyboard out of the drawing', async () => {
    const { all } = await render(two);

    expect(all('[ngx-tooltip]').map((bar) => bar.getAttribute('tabindex'))).toEqual(['-1', '-1']);
  });

  it('follows its data and leaves no old bars', async () => {
    const { fixture, all, data } = await render(two);

    data.set([{ name: 'users', value: 31 }]);
    await fixture.whenStable();

    expect(all('path.bar')).toHaveLength(1);
    expect(all('.chart-legend bdi').map((name) => name.textContent)).toEqual(['users']);
  });

  it('shows the numbers as a table instead', async () => {
    const { fixture, all } = await render(two);

    all('.chart-switch')[0]!.click();
    await fixture.whenStable();

    expect(all('svg')).toHaveLength(0);
    expect(all('thead th').map((cell) => cell.textContent)).toEqual(['Source', 'Records']);
    expect(all('tbody tr').map((row) => row.textContent)).toEqual([`posts${thousands}`, 'users30']);
  });

  it('says that there is no data instead of drawing an empty axis', async () => {
    const { all, element } = await render([]);

    expect(element.textContent).toContain('Nothing yet');
    expect(all('svg, button')).toHaveLength(0);
  });

  it('shows a name as text, even if it contains markup', async () => {
    const { element } = await render([{ name: '<img src=x onerror=alert(1)>', value: 1 }]);

    expect(element.querySelector('img')).toBeNull();
    expect(element.querySelector('.chart-legend')?.textContent).toContain('<img src=x');
  });
});
