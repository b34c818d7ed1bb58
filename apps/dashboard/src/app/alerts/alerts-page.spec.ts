import { click } from '../../testing/dialogs';
import { anAlert, aProblem, aSource, pageOf } from '../../testing/factories';
import { openScreen, settled, textOf } from '../../testing/open-screen';

const open = (...alerts: ReturnType<typeof anAlert>[]) => openScreen('/alerts', { sources: pageOf([aSource()]), alerts: pageOf(alerts) });
const linksIn = (element: Element) => [...element.querySelectorAll('twl-alert-evidence a')].map((link) => link.getAttribute('href'));

describe('AlertsPage', () => {
  it('shows what fires with its evidence, each part leading to where it is', async () => {
    const { element } = await open(anAlert());

    const item = element.querySelector('twl-alert-item')!;
    expect(textOf(item.querySelector('twl-status-badge'))).toBe('Warning');
    expect([...item.querySelectorAll('h2 a')].map(textOf)).toEqual(['Records refused', 'blog']);
    expect(textOf(item)).toContain('blog: 9 of 100 records of posts were refused (9 %)');
    expect(textOf(item)).toContain('100 fetched = 91 unchanged + 9 quarantined');
    expect(textOf(item)).toContain('chat');
    expect(textOf(item)).toContain('HTTP 500');
    expect(item.querySelector('details')?.open).toBe(true);
    expect(linksIn(item)).toEqual([
      '/runs/run-1',
      '/failures?source=blog&stream=posts&status=open#failure-1',
      '/failures?source=blog&status=open',
      '/runbooks/failures.md',
    ]);
    expect(textOf(item.querySelector('code'))).toBe('twl failures redrive --all --source blog');
  });

  it('keeps the evidence of what is resolved closed', async () => {
    const { element } = await open(anAlert({ state: 'resolved', change: 2 }));

    expect(textOf(element.querySelector('twl-status-badge'))).toBe('Resolved');
    expect(element.querySelector('details')?.open).toBe(false);
  });

  it('says which are critical, and that nobody is told where there is no channel', async () => {
    const { element } = await open(
      anAlert({ id: 'disk-space:pipeline', rule: 'disk-space', severity: 'critical', source: null, notices: [] }),
    );

    expect(textOf(element.querySelector('twl-status-badge'))).toBe('Critical');
    expect(textOf(element.querySelector('h2'))).toBe('Disk nearly full');
    expect(textOf(element)).toContain('nobody: no channel is set up for it');
  });

  it('filters by state, rule and source', async () => {
    const { http } = await openScreen('/alerts?state=firing&rule=late&source=blog');

    const { params } = http.expectOne(({ url }) => url === '/api/alerts').request;
    expect(['state', 'rule', 'source'].map((name) => params.get(name))).toEqual(['firing', 'late', 'blog']);
  });

  it('says that nothing fired, and that nothing matches', async () => {
    const { element } = await open();
    expect(textOf(element)).toContain('No alert fired yet');
  });

  it('says that no alert fits the filters', async () => {
    const { element } = await openScreen('/alerts?rule=cost', { sources: pageOf([]), alerts: pageOf([]) });
    expect(textOf(element)).toContain('No alert matches');
  });

  it('says what went wrong', async () => {
    const { element } = await openScreen('/alerts', { sources: pageOf([]), alerts: aProblem(503, 'Storage is away') });
    expect(textOf(element.querySelector('twl-error-panel h2'))).toBe('Storage is away');
  });

  it('sends a test, and shows why it was refused', async () => {
    const { element, http, harness } = await open();

    click('Test the channels', element);
    harness.detectChanges();
    click('Send');
    http.expectOne({ method: 'POST', url: '/api/alerts/test' }).flush(aProblem(409, 'Conflict', 'the settings of alerts have no channel'), {
      ...{ status: 409, statusText: 'Conflict' },
    });
    await settled();
    harness.detectChanges();

    expect(textOf(document.querySelector('dialog [role=alert]'))).toContain('the settings of alerts have no channel');
  });
});

describe('AlertPage', () => {
  it('shows one alert', async () => {
    const { element } = await openScreen('/alerts/failures%3Ablog', { 'alerts/failures%3Ablog': anAlert() });

    expect(textOf(element.querySelector('h1'))).toBe('Records refused');
    expect(textOf(element.querySelector('h2'))).toBe('blog: 9 of 100 records of posts were refused (9 %)');
    expect(linksIn(element)).toContain('/runs/run-1');
  });

  it('says that there is none', async () => {
    const { element } = await openScreen('/alerts/late%3Anone', { 'alerts/late%3Anone': aProblem(404, 'Not found') });

    expect(textOf(element)).toContain('There is no such alert');
  });
});
