import { makeManifest } from '../testing/manifests';
import { ScriptedHttp } from '../testing/scripted-http';
import { loadFolder } from '../testing/source-folder';

const incremental_sync = { type: 'DatetimeBasedCursor', cursor_field: 'at', start_datetime: '2026-01-01', datetime_format: '%Y-%m-%d' };
const problemsOf = async (manifest: unknown, settings: unknown): Promise<string[]> =>
  (await loadFolder({ manifest, settings, http: new ScriptedHttp(() => ({ body: { items: [] } })) })).problems;

describe('deletions of a stream', () => {
  it('are refused where it is incremental, at the place that asks for them', async () => {
    const settings = 'streams:\n  items:\n    deletions: snapshot\n';
    expect(await problemsOf(makeManifest({ stream: { incremental_sync } }), settings)).toEqual([
      'sources/demo/source.yaml:3:5 streams.items.deletions: snapshot needs runs that list everything, and the stream is incremental, by at (leave it out, or take incremental_sync out of the manifest)',
    ]);
  });

  it('are refused where their field is redacted', async () => {
    const settings = { streams: { items: { deletions: { field: 'meta.deleted_at' }, redact: ['meta'] } } };
    expect((await problemsOf(makeManifest(), settings))[0]).toContain(
      'meta.deleted_at is redacted, so that no record could say that it is deleted (leave meta out of redact)',
    );
  });

  it('are taken by a field where the stream is incremental', async () => {
    const settings = { streams: { items: { deletions: { field: 'deleted_at' } } } };
    expect(await problemsOf(makeManifest({ stream: { incremental_sync } }), settings)).toEqual([]);
  });

  it.each([
    'none',
    'snapshot',
    { mode: 'snapshot', maxShare: 0.5 },
    { field: 'deleted' },
    { field: 'a.b', values: ['x', 1, true] },
    { mode: 'snapshot', field: 'x' },
  ])('are taken where it reads everything: %j', async (deletions) => {
    expect(await problemsOf(makeManifest(), { streams: { items: { deletions } } })).toEqual([]);
  });

  it.each([
    { mode: 'snapshot', maxShare: 0 },
    { mode: 'snapshot', maxShare: 2 },
    { maxShare: 0.5 },
    'all',
    { field: '' },
    { field: 'a..b' },
    { field: 'x', values: [] },
    { values: ['x'] },
    { mode: 'snapshot', values: ['x'] },
  ])('cannot be %j', async (deletions) => {
    expect(await problemsOf(makeManifest(), { streams: { items: { deletions } } })).not.toEqual([]);
  });
});
