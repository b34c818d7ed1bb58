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

  it('says that there is no such run', async () => {
    const { element } = await openScreen('/runs/none', { 'runs/none': aProblem(404, 'Not found') });

    expect(textOf(element)).toContain('There is no such run');
  });
});
