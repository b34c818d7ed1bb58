import type { RunDeletions } from '@twl/contracts';
import { click, fill } from '../../testing/dialogs';
import { aProblem, aRun, someCounts } from '../../testing/factories';
import { openScreen, textOf } from '../../testing/open-screen';

const open = async (deletions: RunDeletions, counts = someCounts()) => {
  const run = aRun({ state: deletions.state === 'pending' ? 'suspect' : 'succeeded', deletions, counts });
  const screen = await openScreen('/runs/run-1', { 'runs/run-1': run });
  const press = async (name: string) => {
    click(name, screen.element);
    await screen.answer({});
  };
  const panel = () => textOf(screen.element.querySelector('twl-run-deletions'));
  return { ...screen, press, panel, dialog: () => screen.element.querySelector('dialog') };
};

describe('the deletions of a run', () => {
  beforeEach(() => localStorage.clear());

  it('wait for a person to confirm them', async () => {
    const { press, panel, dialog, http, answer } = await open({ state: 'pending', gone: 40, of: 100 });
    expect(panel()).toContain('40 of 100 records are no longer listed by the source. None was deleted');
    await press('Delete 40 records');
    expect(textOf(dialog()?.querySelector('h2'))).toBe('Delete these records');
    fill('Why', 'they were sold');
    await press('Delete');
    const request = http.expectOne('/api/runs/run-1/deletions/confirm');
    expect(request.request.body).toEqual({ who: 'dashboard', why: 'they were sold' });
    request.flush('{}', { status: 202, statusText: 'Accepted' });
    await answer({});
    expect(dialog()).toBeNull();
    await answer({ 'runs/run-1': aRun({ state: 'running', deletions: { state: 'confirmed', gone: 40, of: 100 } }) });
    expect(panel()).toContain('Being deleted: 40 records');
  });

  it('wait where the page that names them is set aside', async () => {
    const { panel } = await open({ state: 'deleting', gone: 2, of: 10 });
    expect(panel()).toContain('The page that says which 2 records these are is set aside. Show failures');
  });

  it('can be undone, and are counted beside the books', async () => {
    const counts = someCounts({ fetched: 1, unchanged: 1, deleted: 2 });
    const { press, panel, http, element } = await open({ state: 'deleted', gone: 2, of: 10 }, counts);
    expect(panel()).toContain('2 of 10 records were no longer listed by the source and are deleted');
    expect(textOf(element.querySelector('twl-run-books'))).toContain('deletedno longer listed; no part of fetched2');
    await press('Undo: bring them back');
    await press('Bring back');
    http.expectOne('/api/runs/run-1/deletions/undo');
  });

  it('say why nothing could be done', async () => {
    const { press, answer, dialog } = await open({ state: 'pending', gone: 4, of: 10 });
    await press('Delete 4 records');
    await press('Delete');
    await answer({ 'runs/run-1/deletions/confirm': aProblem(409, 'Conflict', 'run 8 has read the stream since') });
    expect(textOf(dialog()?.querySelector('[role=alert]'))).toBe('Conflict: run 8 has read the stream since');
  });

  it('say that they wait for pages that were set aside', async () => {
    const { panel } = await open({ state: 'waiting', gone: 0, of: 0 });
    expect(panel()).toContain('Pages of this run are set aside: what they list is not known, so nothing was deleted. Show failures');
  });

  it('say that they were undone', async () => {
    const { panel } = await open({ state: 'undone', gone: 2, of: 10 });
    expect(panel()).toContain('brought back by hand');
  });
});
