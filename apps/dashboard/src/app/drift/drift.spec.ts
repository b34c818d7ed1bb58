import { aDrift, aRun, pageOf, someAnalytics } from '../../testing/factories';
import { openScreen, textOf } from '../../testing/open-screen';

const rows = (element: Element) => [...element.querySelectorAll('twl-drift-list tbody tr')].map(textOf);

describe('changed fields', () => {
  it('stand on the page of the run that showed them, with what can be done', async () => {
    const drifts = [aDrift(), aDrift({ id: '2', field: 'tags[]', change: 'added', oldType: null, newType: 'object', status: 'evolved' })];
    const { element } = await openScreenWith(drifts);
    expect(rows(element)).toEqual([
      expect.stringMatching(/^price.*number → string ?"12".*Held back/),
      expect.stringMatching(/^tags\[\].*new, object.*Accepted automatically/),
    ]);
    expect(textOf(element.querySelector('twl-run-drift code'))).toBe('twl contract accept blog posts --why …');
  });

  it('are not spoken of where nothing changed', async () => {
    const { element } = await openScreenWith([]);
    expect(textOf(element)).not.toContain('Changed fields');
  });

  it('say that a field was removed', async () => {
    const { element } = await openScreenWith([aDrift({ change: 'removed', newType: null, status: 'accepted', sample: null })]);
    expect(rows(element)).toEqual([expect.stringMatching(/number → removed.*Accepted/)]);
    expect(element.querySelector('twl-run-drift code')).toBeNull();
  });

  it('stand on the overview, and lead to their runs', async () => {
    const answers = { drift: pageOf([aDrift()]), analytics: someAnalytics(), sources: pageOf([]) };
    const { element } = await openScreen('/', answers);
    expect(element.querySelector('twl-recent-drift a')?.getAttribute('href')).toBe('/runs/run-1');
  });
});

const openScreenWith = async (drifts: ReturnType<typeof aDrift>[]) => {
  const screen = await openScreen('/runs/run-1', { 'runs/run-1': aRun() });
  await screen.answer({ drift: pageOf(drifts) });
  return screen;
};
