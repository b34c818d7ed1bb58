import { manifestOf } from '../testing/manifests';
import { ScriptedHttp } from '../testing/scripted-http';
import { loadFolder } from '../testing/source-folder';

const incremental_sync = { type: 'DatetimeBasedCursor', cursor_field: 'at', start_datetime: '2026-01-01', datetime_format: '%Y-%m-%d' };
const problemsOf = async (manifest: unknown, settings: unknown): Promise<string[]> =>
  (await loadFolder({ manifest, settings, http: new ScriptedHttp(() => ({ body: { items: [] } })) })).problems;

describe('deletions of a stream', () => {
  it('are refused where it is incremental, at the place that asks for them', async () => {
    const settings = 'streams:\n  items:\n    deletions: snapshot\n';
    expect(await problemsOf(manifestOf({ stream: { incremental_sync } }), settings)).toEqual([
      'sources/demo/source.yaml:3:5 streams.items.deletions: snapshot needs runs that list everything, and the stream is incremental, by at (leave it out, or take incremental_sync out of the manifest)',
    ]);
  });

  it.each(['none', 'snapshot', { mode: 'snapshot', maxShare: 0.5 }])('are taken where it reads everything: %j', async (deletions) => {
    expect(await problemsOf(manifestOf(), { streams: { items: { deletions } } })).toEqual([]);
  });

  it.each([{ mode: 'snapshot', maxShare: 0 }, { mode: 'snapshot', maxShare: 2 }, { maxShare: 0.5 }, 'all'])(
    'cannot be %j',
    async (deletions) => {
      expect(await problemsOf(manifestOf(), { streams: { items: { deletions } } })).not.toEqual([]);
    },
  );
});
