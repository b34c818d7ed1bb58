import { aRecord, pageOf } from '../../testing/factories';
import { openScreen, settled, textOf } from '../../testing/open-screen';

/** A page that is empty and not the last. */
const emptyPage = (next: string, scanned = 20_000) => ({ items: [], page: { limit: 50, next, scanned } });
const buttonsIn = (element: Element) => [...element.querySelectorAll('button')];
const press = (element: Element, label: string) =>
  buttonsIn(element)
    .find((button) => textOf(button) === label)!
    .click();
const progressIn = (element: Element) => textOf(element.querySelector('twl-search-progress'));

describe('a search whose pages come empty', () => {
  it('continues by itself, shows its progress and its results', async () => {
    const { element, router, answer } = await openScreen('/records?q=rare', { records: emptyPage('two') });
    expect(progressIn(element)).toContain('Searched 20,000 records. Nothing found yet.');

    await answer({ records: emptyPage('three') });
    expect(progressIn(element)).toContain('Searched 40,000 records.');
    expect(router.url).toBe('/records?q=rare&cursor=three');

    await answer({ records: pageOf([aRecord({ title: 'Found' })]) });
    expect(textOf(element.querySelector('tbody a'))).toBe('Found');
    expect(progressIn(element)).toBe('');
  });

  it('says that nothing matches only at the end', async () => {
    const { element, answer } = await openScreen('/records?q=rare', { records: emptyPage('two') });
    expect(textOf(element)).not.toContain('No record matches');

    await answer({ records: pageOf([]) });
    expect(textOf(element)).toContain('No record matches');
  });

  it('stops on request and resumes from there', async () => {
    const { element, http, answer, router } = await openScreen('/records?q=rare', { records: emptyPage('two') });
    press(element, 'Stop searching');
    await answer({ records: emptyPage('three') });
    expect(progressIn(element)).toContain('Search stopped Searched 40,000 records.');
    await answer({});
    http.expectNone(({ url }) => url === '/api/records');

    press(element, 'Continue searching');
    await settled();
    expect(router.url).toBe('/records?q=rare&cursor=three');
    await answer({ records: pageOf([aRecord({ title: 'Found' })]) });
    expect(textOf(element.querySelector('tbody a'))).toBe('Found');
  });

  it('begins to count again when a filter changes', async () => {
    const { element, router, answer, harness } = await openScreen('/records?q=rare', { records: emptyPage('two') });
    press(element, 'Stop searching');
    await answer({ records: emptyPage('three') });
    await router.navigateByUrl('/records?q=other');
    harness.detectChanges();
    await answer({ records: emptyPage('other-two', 500) });
    expect(progressIn(element)).toContain('Searched 500 records.');
  });

  it.each([
    ['/runs?state=failed', 'runs', 'Searched 1,000 runs.'],
    ['/failures?status=open', 'failures', 'Searched 1,000 failures.'],
  ])('is the same in %s', async (url, path, text) => {
    const { element } = await openScreen(url, { [path]: emptyPage('two', 1000) });
    expect(progressIn(element)).toContain(text);
  });

  it('says how many were searched for a page that is short', async () => {
    const { element } = await openScreen('/records?q=rare', {
      records: { ...pageOf([aRecord()]), page: { limit: 50, next: 'two', scanned: 20_000 } },
    });
    expect(textOf(element.querySelector('twl-pager'))).toContain('1 shown · 20,000 searched, Next continues');
  });
});
