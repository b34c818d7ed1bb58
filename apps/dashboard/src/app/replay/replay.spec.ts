import { click, fill } from '../../testing/dialogs';
import { aProblem, aSource, pageOf, someAnalytics, someCounts } from '../../testing/factories';
import { openScreen, textOf } from '../../testing/open-screen';
import { readReplays } from './replay';

const lastRun = { startedAt: '2026-03-01T10:00:00.000Z', finishedAt: null, state: 'succeeded', counts: someCounts() };
const result = {
  ...{ pages: 3, new: 1, changed: 1, unchanged: 8, removed: 0, quarantined: 0 },
  holes: [{ key: 'raw/1', detail: 'the page is not JSON' }],
  samples: [{ id: 'blog.posts.1', kind: 'changed', changes: [{ op: 'replace', path: '/data/n', before: 1, after: null }] }],
};
const replay = { id: 'replay-1', stream: 'posts', state: 'done', finishedAt: 'x', progress: { done: 3, total: 3 }, result };

const open = async () => {
  const screen = await openScreen('/', { sources: pageOf([aSource({ lastRun })]), analytics: someAnalytics() });
  const { element, answer } = screen;
  const press = async (name: string) => {
    click(name, element);
    await answer({});
  };
  return { ...screen, press, dialog: () => element.querySelector('dialog') };
};

describe('a replay', () => {
  it('says first what would change, then does it with a reason', async () => {
    const { press, answer, dialog, http } = await open();
    await press('Replay: blog');
    const preview = http.expectOne('/api/sources/blog/replays');
    expect(preview.request.body).toEqual({ dryRun: true });
    preview.flush(JSON.stringify({ replays: [replay] }));
    await answer({});
    expect(textOf(dialog())).toContain('posts 3 pages: 1 new, 1 changed, 8 unchanged, 0 removed, 0 quarantined');
    expect(textOf(dialog()?.querySelector('li'))).toBe('blog.posts.1 changed /data/n: 1 null');
    expect(textOf(dialog())).toContain('Not applied: the page is not JSON raw/1');
    fill('Why', 'a new title');
    await press('Replay');
    const request = http.expectOne('/api/sources/blog/replays');
    expect(request.request.body).toMatchObject({ dryRun: false, why: 'a new title' });
    request.flush(JSON.stringify({ replays: [replay] }));
    await answer({});
    expect(textOf(dialog())).toContain('What it does');
    expect(dialog()?.querySelector('[type=submit]')).toBeNull();
  });

  it('says why it cannot be tried', async () => {
    const { press, answer, dialog } = await open();
    await press('Replay: blog');
    await answer({ 'sources/blog/replays': aProblem(409, 'Conflict', 'it is being replayed already') });
    expect(textOf(dialog()?.querySelector('[role=alert]'))).toBe('Conflict: it is being replayed already');
    expect(dialog()?.querySelector('[type=submit]')?.getAttribute('aria-disabled')).toBe('true');
  });

  it('shows every digit of what differs', () => {
    const text = JSON.stringify({ replays: [replay] }).replace('"before":1', '"before":{"n":9007199254740993}');
    expect(readReplays(text)[0]?.result?.samples[0]?.changes).toEqual([
      { path: '/data/n', before: '{ "n": 9007199254740993 }', after: 'null' },
    ]);
  });
});
