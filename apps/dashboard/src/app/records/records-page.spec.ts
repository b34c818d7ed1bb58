import { aProblem, aRecord, aSource, pageOf } from '../../testing/factories';
import { openScreen, settled, textOf } from '../../testing/open-screen';

const sources = pageOf([aSource({ name: 'blog' }), aSource({ name: 'shop', streams: [] })]);
const all = (element: Element, selector: string) => [...element.querySelectorAll<HTMLElement>(selector)];
const press = (element: Element, label: string) =>
  all(element, 'button')
    .find((button) => textOf(button) === label)!
    .click();

describe('RecordsPage', () => {
  it('asks for what the address says', async () => {
    const { http } = await openScreen('/records?source=blog&q=tea&occurredAt.gte=2026-01-01T00:00:00.000Z&unknown=1&cursor=abc');

    const { params } = http.expectOne(({ url }) => url === '/api/records').request;

    expect(Object.fromEntries(params.keys().map((key) => [key, params.get(key)]))).toEqual({
      source: 'blog',
      q: 'tea',
      'occurredAt.gte': '2026-01-01T00:00:00.000Z',
      limit: '50',
      cursor: 'abc',
    });
  });

  it('lists records, each leading to its own page', async () => {
    const records = [aRecord({ id: 'blog.posts.a/b?c', title: 'First' }), aRecord({ id: 'blog.posts.2', title: '', key: '2' })];
    const { element } = await openScreen('/records', { sources, records: pageOf(records) });

    expect(all(element, 'tbody a').map(textOf)).toEqual(['First', '2']);
    expect(all(element, 'tbody a').map((link) => link.getAttribute('href'))).toEqual([
      '/records/blog.posts.a%2Fb%3Fc',
      '/records/blog.posts.2',
    ]);
  });

  it('offers what is shown as a file', async () => {
    const { element } = await openScreen('/records?source=blog&q=a%26b&cursor=page-2', { sources, records: pageOf([aRecord()]) });

    expect(all(element, 'a[download]').map((link) => [textOf(link), link.getAttribute('href')])).toEqual([
      ['Export CSV', '/api/records?source=blog&q=a%26b&format=csv'],
      ['Export Parquet', '/api/records?source=blog&q=a%26b&format=parquet'],
    ]);
  });

  it('shows a title as text, whatever is in it', async () => {
    const { element } = await openScreen('/records', { records: pageOf([aRecord({ title: '<img src=x onerror=alert(1)>' })]) });

    expect(element.querySelector('img')).toBeNull();
    expect(textOf(element.querySelector('tbody a'))).toBe('<img src=x onerror=alert(1)>');
  });

  it('goes to the next page and back to the one before', async () => {
    const { element, router, answer } = await openScreen('/records?source=blog', { sources, records: pageOf([aRecord()], 'page-2') });

    press(element, 'Next');
    await settled();
    await answer({ records: pageOf([aRecord({ title: 'Older' })]) });
    expect(router.url).toBe('/records?source=blog&cursor=page-2');
    expect(textOf(element.querySelector('twl-pager'))).toContain('Page 2');
    expect(textOf(element.querySelector('tbody a'))).toBe('Older');

    press(element, 'Previous');
    await settled();
    expect(router.url).toBe('/records?source=blog');
  });

  it('restarts when a filter changes', async () => {
    const { element, router } = await openScreen('/records?cursor=page-2', { sources, records: pageOf([aRecord()]) });
    const select = element.querySelector<HTMLSelectElement>('twl-choice-field select')!;

    select.value = 'shop';
    select.dispatchEvent(new Event('change'));
    await settled();

    expect(router.url).toBe('/records?source=shop');
  });

  it('offers a source that only the address knows', async () => {
    const { element } = await openScreen('/records?source=gone', { sources, records: pageOf([]) });

    expect(element.querySelector<HTMLSelectElement>('twl-choice-field select')?.value).toBe('gone');
  });

  it('tells an empty store from filters that nothing fits', async () => {
    const empty = await openScreen('/records', { sources, records: pageOf([]) });
    expect(textOf(empty.element)).toContain('No records yet');
  });

  it('leads out of filters that nothing fits', async () => {
    const { element, router } = await openScreen('/records?q=nothing', { sources, records: pageOf([]) });
    expect(textOf(element)).toContain('No record matches');

    press(element, 'Clear filters');
    await settled();

    expect(router.url).toBe('/records');
  });

  it('leads out of a place that is none', async () => {
    const { element, router } = await openScreen('/records?cursor=bad', {
      sources,
      records: aProblem(400, 'Bad request', 'cursor: unknown'),
    });
    expect(textOf(element.querySelector('[role=alert]'))).toContain('cursor: unknown');

    press(element, 'Go to the first page');
    await settled();

    expect(router.url).toBe('/records');
  });
});
