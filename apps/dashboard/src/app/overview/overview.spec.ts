import { aProblem, aRun, aSource, aStream, pageOf, someAnalytics, someCounts } from '../../testing/factories';
import { openScreen, settled, textOf } from '../../testing/open-screen';

const open = (...sources: ReturnType<typeof aSource>[]) => openScreen('/', { analytics: someAnalytics(), sources: pageOf(sources) });
const all = (element: Element, selector: string) => [...element.querySelectorAll<HTMLElement>(selector)];
const button = (element: Element, label: string) => element.querySelector<HTMLButtonElement>(`button[aria-label="${label}"]`)!;

describe('Overview', () => {
  it('shows the totals, each leading to what it counts', async () => {
    const { element } = await open();

    expect(all(element, 'twl-totals .figure').map(textOf)).toEqual([(1200).toLocaleString(), '1', '9', '2']);
    expect(all(element, 'twl-totals a').map((link) => link.getAttribute('href'))).toEqual(['/records', '/runs', '/failures']);
  });

  it('says how fresh a source is in words', async () => {
    const { element } = await open(aSource({ freshness: 'late' }));

    expect(textOf(element.querySelector('twl-source-card twl-status-badge'))).toBe('Late');
  });

  it('shows the counts of the last run without outcomes that did not occur', async () => {
    const run = aRun({ state: 'partial', counts: someCounts({ fetched: 100, new: 4, unchanged: 95, quarantined: 1 }) });
    const { element } = await open(aSource({ lastRun: { ...run } }));

    expect(textOf(element.querySelector('twl-counts-equation'))).toBe('100 fetched = 4 new + 95 unchanged + 1 quarantined');
  });

  it('says how old the data are when the last run was no good one', async () => {
    const lastRun = aRun({ state: 'failed', reason: 'HTTP 503' });
    const stream = aStream({ freshness: 'failing', lastRun, lastSuccessAt: '2026-03-01T09:00:00.000Z' });
    const { element } = await open(aSource({ freshness: 'failing', lastRun, streams: [stream] }));

    const card = textOf(element.querySelector('twl-source-card'));
    expect(card).toContain('Last good run');
    expect(card).toContain('HTTP 503');
    expect([...element.querySelectorAll('time')].map((time) => time.getAttribute('datetime'))).toContain('2026-03-01T09:00:00.000Z');
  });

  it('names the sources that need attention', async () => {
    const { element } = await open(aSource({ name: 'good' }), aSource({ name: 'broken', freshness: 'failing' }));

    expect(textOf(element.querySelector('.attention'))).toBe('1 source needs attention: broken');
  });

  it('says why a source cannot run, and does not offer to run it', async () => {
    const { element } = await open(aSource({ name: 'blog', problems: ['source.yaml:3:1 schedule: not a cron expression'] }));

    expect(textOf(element.querySelector('.problems'))).toBe('source.yaml:3:1 schedule: not a cron expression');
    expect(button(element, 'Run now: blog').getAttribute('aria-disabled')).toBe('true');
  });

  it('runs a source when asked, and asks how it does', async () => {
    const { element, http, answer, harness } = await open(aSource({ name: 'a b' }));

    button(element, 'Run now: a b').click();
    const request = http.expectOne({ method: 'POST', url: '/api/sources/a%20b/runs' });
    request.flush({ runs: [{ id: 'x', source: 'a b', stream: 'posts' }] }, { status: 202, statusText: 'Accepted' });
    await settled();
    harness.detectChanges();

    expect(textOf(element.querySelector('.note'))).toBe('Run accepted');
    await answer({ sources: pageOf([aSource({ name: 'a b', freshness: 'failing', activity: 'running' })]) });
    expect(all(element, 'twl-source-card header twl-status-badge').map(textOf)).toEqual(['Running', 'Failing']);
    expect(button(element, 'Run now: a b').getAttribute('aria-disabled')).toBe('true');
  });

  it('shows the last finished run while another one is under way', async () => {
    const finished = aRun({ state: 'partial', counts: someCounts({ fetched: 100, unchanged: 99, quarantined: 1 }) });
    const running = aRun({ id: 'run-2', state: 'running', finishedAt: null, counts: someCounts() });
    const { element } = await open(aSource({ freshness: 'partial', activity: 'running', lastRun: running, lastFinishedRun: finished }));

    expect(textOf(element.querySelector('twl-source-card .facts'))).toContain('Partial');
    expect(textOf(element.querySelector('twl-counts-equation'))).toBe('100 fetched = 99 unchanged + 1 quarantined');
    expect(textOf(element.querySelector('.attention'))).toBe('1 source needs attention: blog');
  });

  it('says until when a source waits', async () => {
    const { element } = await open(aSource({ activity: 'waiting', waitingUntil: '2026-03-01T12:00:00.000Z' }));

    expect(textOf(element.querySelector('.badges .activity'))).toBe('Waiting');
    expect([...element.querySelectorAll('time')].map((time) => time.getAttribute('datetime'))).toContain('2026-03-01T12:00:00.000Z');
  });

  it('keeps the numbers of a source with problems, and offers nothing of one that was removed', async () => {
    const problems = ['source.yaml:3:1 schedule: not a cron expression'];
    const lastRun = aRun({ counts: someCounts({ fetched: 7, unchanged: 7 }) });
    const { element } = await open(
      aSource({ name: 'typo', freshness: 'invalid', records: 7, problems, lastRun }),
      aSource({ name: 'gone', freshness: 'removed', enabled: false, schedule: null, lastRun }),
    );

    expect(all(element, 'twl-source-card .freshness').map(textOf)).toEqual(['Invalid', 'Removed']);
    expect(all(element, 'twl-source-card twl-counts-equation').map(textOf)).toEqual(['7 fetched = 7 unchanged', '7 fetched = 7 unchanged']);
    for (const name of ['typo', 'gone']) expect(button(element, `Run now: ${name}`).getAttribute('aria-disabled')).toBe('true');
    expect(button(element, 'Replay: gone')).toBeNull();
  });

  it('says why a run was refused', async () => {
    const { element, http, harness } = await open(aSource());

    button(element, 'Run now: blog').click();
    http
      .expectOne('/api/sources/blog/runs')
      .flush(aProblem(409, 'Already running', 'run #6 is not settled'), { status: 409, statusText: 'x' });
    await settled();
    harness.detectChanges();

    expect(textOf(element.querySelector('[role=alert]'))).toBe('Already running: run #6 is not settled');
  });

  it('shows the streams of a source that has several', async () => {
    const streams = ['issues', 'commits'].map((name) => aStream({ name }));
    const { element } = await open(aSource({ name: 'github', streams }));

    expect(all(element, 'twl-stream-list a').map((link) => link.getAttribute('href'))).toEqual([
      '/records?source=github&stream=issues',
      '/records?source=github&stream=commits',
    ]);
  });

  it('keeps the figures when they cannot be brought up to date, and says so', async () => {
    const { element, answer } = await open(aSource());

    document.dispatchEvent(new Event('visibilitychange'));
    await answer({ analytics: aProblem(500, 'Internal error'), sources: pageOf([aSource()]) });

    expect(textOf(element.querySelector('.page-head'))).toContain('Not up to date: Internal error');
    expect(element.querySelector('twl-totals')).not.toBeNull();
  });

  it('says what went wrong, and tries again', async () => {
    const { element, answer } = await openScreen('/', { analytics: aProblem(500, 'Internal error'), sources: pageOf([aSource()]) });
    expect(textOf(element.querySelector('twl-error-panel h2'))).toBe('Internal error');

    element.querySelector<HTMLButtonElement>('twl-error-panel button')!.click();
    await answer({ analytics: someAnalytics() });

    expect(element.querySelector('twl-error-panel')).toBeNull();
    expect(element.querySelector('twl-totals')).not.toBeNull();
  });
});
