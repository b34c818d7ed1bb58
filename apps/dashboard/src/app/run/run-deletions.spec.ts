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
    const { press, panel, dialog, http, answer } = await open({ state: 'pending', missing: 40, of: 100 });
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
    await answer({ 'runs/run-1': aRun({ state: 'running', deletions: { state: 'confirmed', missing: 40, of: 100 } }) });
    expect(panel()).toContain('Deleting: 40 records');
  });

  it('wait if the page that lists them could not be applied', async () => {
    const { panel } = await open({ state: 'deleting', missing: 2, of: 10 });
    expect(panel()).toContain('The page that lists the 2 records could not be applied. Show failures');
  });

  it('can be undone, and are counted beside the other outcomes', async () => {
    const counts = someCounts({ fetched: 1, unchanged: 1, deleted: 2 });
    const { press, panel, http, element } = await open({ state: 'deleted', missing: 2, of: 10 }, counts);
    expect(panel()).toContain('2 of 10 records were no longer listed by the source and are deleted');
    expect(textOf(element.querySelector('twl-run-counts'))).toContain('deletedno longer listed; not part of fetched2');
    await press('Undo: restore them');
    await press('Restore');
    http.expectOne('/api/runs/run-1/deletions/undo');
  });

  it('say why nothing could be done', async () => {
    const { press, answer, dialog } = await open({ state: 'pending', missing: 4, of: 10 });
    await press('Delete 4 records');
    await press('Delete');
    await answer({ 'runs/run-1/deletions/confirm': aProblem(409, 'Conflict', 'run 8 has read the stream since') });
    expect(textOf(dialog()?.querySelector('[role=alert]'))).toBe('Conflict: run 8 has read the stream since');
  });

  it('say that they wait for pages that could not be read', async () => {
    const { panel } = await open({ state: 'waiting', missing: 0, of: 0 });
    expect(panel()).toContain(
      'Some pages of this run could not be read, so it is unknown what they list. Nothing was deleted. Show failures',
    );
  });

  it('say that they were undone', async () => {
    const { panel } = await open({ state: 'undone', missing: 2, of: 10 });
    expect(panel()).toContain('restored by hand');
  });
});
