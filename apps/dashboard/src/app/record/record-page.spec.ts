import { Title } from '@angular/platform-browser';
import { TestBed } from '@angular/core/testing';
import { aProblem, aRecord } from '../../testing/factories';
import { openScreen, textOf } from '../../testing/open-screen';

const exact = '9007199254740993123';
const withExact = (value: unknown): string => JSON.stringify(value).replaceAll('"#"', exact);
const path = 'records/blog.posts.1';
const version = (number: number, data: object) => ({
  ...aRecord(),
  version: number,
  validFrom: '2026-03-01T10:00:00.000Z',
  validTo: null,
  data,
});

describe('RecordPage', () => {
  it('shows the fields with every digit', async () => {
    const { element } = await openScreen(`/${path}`, { [path]: withExact(aRecord({ data: { id: '#', nested: { list: ['x'] } } })) });

    expect(textOf(element.querySelector('twl-json-tree'))).toContain(`id${exact}`);
    expect(textOf(element.querySelector('twl-json-tree'))).toContain('nested1 field');
  });

  it('shows what was fetched with every digit, and the answer it was in', async () => {
    const { element, answer } = await openScreen(`/${path}`, { [path]: aRecord() });

    await answer({ [`${path}/raw`]: `{"meta":null,"item":{"id":${exact},"price":1.10},"body":"[{\\"id\\":${exact}}]"}` });

    const raw = element.querySelector('twl-raw-item')!;
    expect(raw.querySelector('pre')?.textContent).toBe(`{\n  "id": ${exact},\n  "price": 1.10\n}`);
    expect(textOf(raw.querySelector('summary'))).toBe('The whole response');
  });

  it('shows an answer that is no JSON as it stands', async () => {
    const { element, answer } = await openScreen(`/${path}`, { [path]: aRecord() });

    await answer({ [`${path}/raw`]: { meta: null, item: null, body: '<b>502</b>' } });

    expect(element.querySelector('twl-raw-item pre')?.textContent).toBe('<b>502</b>');
  });

  it('says where it came from', async () => {
    const { element } = await openScreen(`/${path}`, { [path]: aRecord() });

    const facts = textOf(element.querySelector('twl-provenance'));
    expect(facts).toContain('raw/source=blog/stream=posts/date=2026-03-01/1.json.gz');
    expect(facts).toContain('Item in it3');
    expect(facts).toContain('run-1');
  });

  it('names the tab after the record', async () => {
    await openScreen(`/${path}`, { [path]: aRecord({ title: 'On tea' }) });

    expect(TestBed.inject(Title).getTitle()).toBe('On tea · TWL Data Pipeline');
  });

  it('shows what changed between versions', async () => {
    const { element, answer } = await openScreen(`/${path}`, { [path]: aRecord({ version: 2 }) });

    await answer({ [`${path}/versions`]: { items: [version(2, { a: 'new', b: 1 }), version(1, { a: 'old', b: 1 })] } });

    const list = element.querySelector('twl-version-list')!;
    expect(textOf(list.querySelector('summary'))).toBe('1 field changed');
    expect(textOf(list.querySelector('del'))).toBe('before: "old"');
    expect(textOf(list.querySelector('ins'))).toBe('after: "new"');
    expect(textOf(list)).toContain('As it was first seen');
  });

  it('says since when it is deleted, in its head and among its versions', async () => {
    const deletedAt = '2026-03-02T10:00:00.000Z';
    const { element, answer } = await openScreen(`/${path}`, { [path]: aRecord({ version: 2, deletedAt }) });

    expect(textOf(element.querySelector('.deleted'))).toContain('Deleted at');
    await answer({ [`${path}/versions`]: { items: [{ ...version(2, { a: 1 }), deleted: true }, version(1, { a: 1 })] } });
    expect(textOf(element.querySelector('twl-version-list li'))).toContain('Deleted: the source no longer lists it');
  });

  it('asks for an id of any letters', async () => {
    const { http } = await openScreen('/records/blog.posts.a%2Fb%3Fc%23d');

    expect(http.match('/api/records/blog.posts.a%2Fb%3Fc%23d?deleted=include')).toHaveLength(1);
  });

  it('says that there is no such record', async () => {
    const { element } = await openScreen(`/${path}`, { [path]: aProblem(404, 'Not found') });

    expect(textOf(element)).toContain('There is no such record');
  });
});
