import { click, fill } from '../../testing/dialogs';
import { aFailure, aProblem, aSource, pageOf } from '../../testing/factories';
import { openScreen, textOf } from '../../testing/open-screen';

const open = async (url = '/failures', failure = aFailure()) => {
  const screen = await openScreen(url, { sources: pageOf([aSource()]), failures: pageOf([failure]) });
  const { http, element, answer } = screen;
  const press = async (name: string) => {
    click(name, element);
    await answer({});
  };
  const posted = (path: string) =>
    http.expectOne(({ url: asked, method }) => method === 'POST' && asked === `/api/${path}`).request.body as object;
  return { ...screen, press, posted, dialog: () => element.querySelector('dialog') };
};

describe('what can be done about a failure', () => {
  beforeEach(() => localStorage.clear());

  it('is a redrive, with a reason and a name if one likes', async () => {
    const { press, answer, element, dialog, http } = await open();
    await press('Redrive failure-1');
    expect(textOf(dialog()?.querySelector('h2'))).toBe('Redrive this record');
    fill('Why', 'the key was renamed');
    fill('Your name', 'Ada');
    await press('Redrive');
    const request = http.expectOne('/api/failures/failure-1/redrive');
    expect(request.request.body).toEqual({ who: 'Ada', why: 'the key was renamed' });
    request.flush(JSON.stringify({ kind: 'applied', outcome: 'new' }));
    await answer({});
    expect(dialog()).toBeNull();
    expect(textOf(element.querySelector('.note'))).toBe('failure-1: stored as new');
    await answer({ failures: pageOf([]) });
    expect(textOf(element)).toContain('Nothing was refused');
  });

  it('is a discard, which needs a reason', async () => {
    const { press, posted, dialog, element, answer } = await open();
    await press('Discard failure-1');
    await press('Discard');
    expect(textOf(dialog()?.querySelector('[role=alert]'))).toContain('Please say why');
    fill('Why', 'a test record');
    await press('Discard');
    expect(posted('failures/failure-1/discard')).toEqual({ who: 'dashboard', why: 'a test record' });
    await answer({});
    expect(element).toBeTruthy();
  });

  it('says why it could not be done, and stays', async () => {
    const { press, answer, dialog } = await open();
    await press('Redrive failure-1');
    await press('Redrive');
    await answer({ 'failures/failure-1/redrive': aProblem(409, 'Conflict', 'it has no page to be applied') });
    expect(textOf(dialog()?.querySelector('[role=alert]'))).toBe('Conflict: it has no page to be applied');
  });

  it('is nothing for one that was dealt with', async () => {
    const { element } = await open('/failures', aFailure({ status: 'resolved' }));
    expect(element.querySelector('twl-failure-actions')).toBeNull();
    expect(textOf(element)).not.toContain('Redrive matching failures');
  });
});

describe('a redrive of what matches', () => {
  const found = { id: 'r', state: 'done', finishedAt: 'x', matched: 2, more: false, done: 0, results: [] };

  it('says first how many, then does it, and says what became of them', async () => {
    const { press, answer, dialog, http } = await open('/failures?source=blog&status=open');
    await press('Redrive matching failures');
    const preview = http.expectOne('/api/redrives');
    expect(preview.request.body).toEqual({ filter: { source: 'blog' }, dryRun: true });
    preview.flush(JSON.stringify({ ...found, more: true }));
    await answer({});
    expect(textOf(dialog())).toContain('2 open failures would be redriven');
    expect(textOf(dialog())).toContain('There are more');
    fill('Why', 'a new manifest');
    await press('Redrive 2');
    const request = http.expectOne('/api/redrives');
    expect(request.request.body).toEqual({ filter: { source: 'blog' }, dryRun: false, who: 'dashboard', why: 'a new manifest' });
    const results = [
      { id: 'a', kind: 'applied', outcome: 'new' },
      { id: 'b', kind: 'refused', detail: 'id is missing' },
    ];
    request.flush(JSON.stringify({ ...found, done: 2, results }));
    await answer({});
    expect(textOf(dialog()?.querySelector('[role=status]'))).toBe('2 of 2 tried · 1 stored · 1 refused again');
    expect(textOf(dialog()?.querySelector('li'))).toBe('b refused again: id is missing');
    await press('Close');
    await answer({});
    expect(dialog()).toBeNull();
  });

  it('offers nothing where nothing matches', async () => {
    const { press, answer, dialog } = await open();
    await press('Redrive matching failures');
    await answer({ redrives: { ...found, matched: 0 } });
    expect(textOf(dialog())).toContain('No open failure matches');
    expect(dialog()?.querySelector('[type=submit]')?.getAttribute('aria-disabled')).toBe('true');
  });
});
