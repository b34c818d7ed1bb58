import { aProblem, aRun, someCounts } from '../../testing/factories';
import { openScreen, textOf } from '../../testing/open-screen';

const numbers = (element: Element) => [...element.querySelectorAll('twl-run-counts .number')].map(textOf);

describe('RunPage', () => {
  it('shows the counts as a sum', async () => {
    const counts = someCounts({ fetched: 10, new: 1, changed: 2, unchanged: 7 });
    const { element } = await openScreen('/runs/run-1', { 'runs/run-1': aRun({ counts }) });

    expect(numbers(element)).toEqual(['1', '+ 2', '+ 7', '+ 0', '+ 0', '+ 0', '+ 0', '= 10']);
    expect(textOf(element.querySelector('h1'))).toBe('Run 7');
  });

  it('says when they do not add up', async () => {
    const { element } = await openScreen('/runs/run-1', { 'runs/run-1': aRun({ counts: someCounts({ fetched: 3, new: 1 }) }) });

    expect(numbers(element).at(-1)).toBe('≠ 3');
    expect(textOf(element.querySelector('tfoot'))).toContain('do not add up');
  });

  it('waits for the counts of a running run', async () => {
    const run = aRun({ state: 'running', finishedAt: null, counts: someCounts({ fetched: 3, new: 1 }) });
    const { element } = await openScreen('/runs/run-1', { 'runs/run-1': run });

    expect(textOf(element.querySelector('tfoot'))).toContain('still under way');
  });

  it('leads to what was refused', async () => {
    const run = aRun({ id: 'a b', reason: '1 record in quarantine', counts: someCounts({ fetched: 1, quarantined: 1 }) });
    const { element } = await openScreen('/runs/a%20b', { 'runs/a%20b': run });

    expect(element.querySelector('twl-run-counts a')?.getAttribute('href')).toBe('/failures?runId=a%20b');
    expect(textOf(element.querySelector('.reason'))).toBe('1 record in quarantine');
  });

  it('shows what the run has to tell', async () => {
    const notes = [{ code: 'CURSOR_IN_FUTURE', detail: 'a record is dated 2999-01-01', count: 3 }];
    const { element } = await openScreen('/runs/run-1', { 'runs/run-1': aRun({ notes }) });

    expect(textOf(element.querySelector('.notes li'))).toMatch(/^a record is dated 2999-01-01 \(3 times\) ?CURSOR_IN_FUTURE$/);
  });

  it('shows what the run did, and its trace', async () => {
    const fields = { source: 'shop', request: 'GET https://shop/orders', status: 429, ms: 12, bytes: 5, attempt: 2 };
    const at = '2026-01-31T12:00:00.000Z';
    const progress = { phase: 'fetching', elapsedMs: 2000, requests: 2, pages: 3, applied: 1, bytes: 9, records: 40, recordsPerSecond: 20 };
    const history = {
      ...{ runId: 'run-1', traceId: '0af7651916cd43dd8448eb211c80319c', pages: [], dropped: 0 },
      progress: { ...progress, waiting: { until: at, reason: 'status 429' } },
      items: [
        { at, level: 'detail', event: 'request.answered', fields },
        { at, level: 'warn', event: 'something.else', fields: { source: 'shop', n: 1 } },
      ],
    };
    const { element, answer } = await openScreen('/runs/run-1', { 'runs/run-1': aRun({}) });
    await answer({ 'runs/run-1/events': history });

    const section = element.querySelector('twl-run-history');
    const rows = [...(section?.querySelectorAll('tbody tr') ?? [])].map((row) => [...row.querySelectorAll('th, td.detail')].map(textOf));
    expect(rows).toEqual([
      ['Request', 'GET https://shop/orders → 429, 12 ms, 5 bytes, try 2'],
      ['something.else', 'n=1'],
    ]);
    expect(textOf(section)).toContain('2 requests, 1 of 3 pages processed, 40 records in 2 s');
    expect(textOf(section)).toContain('status 429');
    expect(textOf(section?.querySelector('.trace'))).toBe('0af7651916cd43dd8448eb211c80319c');
  });

  it('says that there is no such run', async () => {
    const { element } = await openScreen('/runs/none', { 'runs/none': aProblem(404, 'Not found') });

    expect(textOf(element)).toContain('There is no such run');
  });
});
