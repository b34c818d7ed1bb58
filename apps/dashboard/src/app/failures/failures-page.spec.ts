import { aFailure, aSource, pageOf } from '../../testing/factories';
import { openScreen, textOf } from '../../testing/open-screen';

const open = (failures: unknown, url = '/failures') => openScreen(url, { sources: pageOf([aSource()]), failures });

describe('FailuresPage', () => {
  it('says what was refused, where and why', async () => {
    const { element } = await open(pageOf([aFailure()]));

    const item = textOf(element.querySelector('twl-failure-item'));
    expect(item).toContain('Open');
    expect(item).toContain('Key missing');
    expect(item).toContain('page 2 at /3');
    expect(item).toContain('the record has no value at id');
    expect(item).toContain('raw/1.json.gz');
  });

  it('says of a record that came again in how many runs, and offers nothing for one that a later run settled', async () => {
    const seen = { count: 3, first: '2026-03-01T08:00:00.000Z', last: '2026-03-01T10:00:00.000Z' };
    const { element } = await open(
      pageOf([aFailure({ seen }), aFailure({ id: 'older', status: 'superseded', supersededBy: 'failure-1' })]),
    );

    const [newest, older] = [...element.querySelectorAll('twl-failure-item')];
    expect(textOf(newest!)).toContain('Refused in 3 runs, first');
    expect([...newest!.querySelectorAll('time')].map((time) => time.getAttribute('datetime'))).toContain(seen.first);
    expect(textOf(older!.querySelector('twl-status-badge'))).toBe('Superseded');
    expect(older!.querySelector('twl-failure-actions')).toBeNull();
  });

  it('shows the refused data with every digit', async () => {
    const text = JSON.stringify(pageOf([aFailure({ data: '#' })])).replace('"#"', '{"id":9007199254740993123}');
    const { element } = await open(text);

    expect(element.querySelector('twl-failure-item pre')?.textContent).toBe('{\n  "id": 9007199254740993123\n}');
  });

  it('shows no data for a whole page', async () => {
    const { element } = await open(pageOf([aFailure({ kind: 'page', pointer: '', data: null })]));

    expect(element.querySelector('twl-failure-item pre')).toBeNull();
    expect(textOf(element.querySelector('twl-failure-item summary'))).toBe('Raw object');
  });

  it('keeps to one run when asked', async () => {
    const { http, element } = await openScreen('/failures?runId=run-1');

    expect(http.expectOne(({ url }) => url === '/api/failures').request.params.get('runId')).toBe('run-1');
    expect(textOf(element.querySelector('.run'))).toBe('Of run run-1');
  });

  it('is glad when nothing was refused', async () => {
    const { element } = await open(pageOf([]));

    expect(textOf(element)).toContain('Nothing was refused');
  });
});
