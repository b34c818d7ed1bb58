import { aRun, aSource, pageOf, someCounts } from '../../testing/factories';
import { openScreen, textOf } from '../../testing/open-screen';

const open = (...runs: ReturnType<typeof aRun>[]) => openScreen('/runs', { sources: pageOf([aSource()]), runs: pageOf(runs) });
const cells = (row: Element) => [...row.querySelectorAll('td.number')].map(textOf);

describe('RunsPage', () => {
  it('shows every outcome, so that they can be added up', async () => {
    const counts = someCounts({ fetched: 28, new: 1, changed: 2, unchanged: 3, stale: 4, duplicate: 5, quarantined: 6, filtered: 7 });
    const { element } = await open(aRun({ counts }));

    const heads = [...element.querySelectorAll('thead th')].map(textOf).slice(4);
    expect(heads).toEqual(['Fetched', '=new', '+changed', '+unchanged', '+stale', '+duplicate', '+quarantined', '+filtered']);
    expect(cells(element.querySelector('tbody tr')!).slice(1)).toEqual(['28', '1', '2', '3', '4', '5', '6', '7']);
  });

  it('says when the counts of a run do not add up', async () => {
    const { element } = await open(aRun({ counts: someCounts({ fetched: 5, new: 1 }) }));

    expect(textOf(element.querySelector('tbody'))).toContain('The counts do not add up');
  });

  it('does not audit a run that is under way', async () => {
    const { element } = await open(aRun({ state: 'running', finishedAt: null, counts: someCounts({ fetched: 5, new: 1 }) }));

    expect(textOf(element.querySelector('tbody'))).not.toContain('add up');
    expect(textOf(element.querySelector('twl-status-badge'))).toBe('Running');
  });

  it('gives the reason, and leads from quarantined records to them', async () => {
    const run = aRun({
      id: 'run 9',
      state: 'partial',
      reason: '1 record in quarantine',
      counts: someCounts({ fetched: 1, quarantined: 1 }),
    });
    const { element } = await open(run);

    expect(textOf(element.querySelector('.reason'))).toBe('1 record in quarantine');
    expect(element.querySelector('tbody a.bad')?.getAttribute('href')).toBe('/failures?runId=run%209');
  });

  it('filters by state', async () => {
    const { http } = await openScreen('/runs?state=failed');

    expect(http.expectOne(({ url }) => url === '/api/runs').request.params.get('state')).toBe('failed');
  });

  it('says that there are no runs yet', async () => {
    const { element } = await open();

    expect(textOf(element)).toContain('No runs yet');
  });
});
