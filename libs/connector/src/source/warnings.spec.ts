import { makeManifest } from '../testing/manifests';
import { ScriptedHttp } from '../testing/scripted-http';
import { loadFolder } from '../testing/source-folder';

const http = () => new ScriptedHttp(() => ({ body: {} }));

const cursor = (changes: Record<string, unknown>) => ({
  type: 'DatetimeBasedCursor',
  cursor_field: 'at',
  datetime_format: '%Y-%m-%d',
  start_datetime: '2026-01-01',
  ...changes,
});

describe('what has no effect in a manifest', () => {
  it.each([
    [
      'a key that has no effect',
      makeManifest({ stream: { wizardry: 1 } }),
      'streams[0].wizardry: DeclarativeStream has no wizardry, so it has no effect',
    ],
    [
      'a stream that check names and nobody has',
      { ...makeManifest(), check: { type: 'CheckStream', stream_names: ['itms'] } },
      'there is no stream itms (did you mean items?)',
    ],
    [
      'a misspelling where nothing depends on it',
      makeManifest({ manifest: { spec: { type: 'Spec', documentationUrl: 'https://api.test', connection_specification: {} } } }),
      'Spec has no documentationUrl (did you mean documentation_url?)',
    ],
    [
      'a format in which no time can be written',
      makeManifest({ stream: { incremental_sync: cursor({ datetime_format: 'yyyy-MM-dd' }) } }),
      'datetime_format: "yyyy-MM-dd" is not a format that times can be written and read in',
    ],
    [
      'a format of records that times cannot be read in',
      makeManifest({ stream: { incremental_sync: cursor({ cursor_datetime_formats: ['%Q', '%s'] }) } }),
      'cursor_datetime_formats: "%Q" is not a format',
    ],
    [
      'a start that does not fit its format',
      makeManifest({ stream: { incremental_sync: cursor({ start_datetime: '2026-01-01T00:00:00Z' }) } }),
      '"2026-01-01T00:00:00Z" does not fit datetime_format %Y-%m-%d, so that no read can begin',
    ],
    ['a key that stands twice', `${JSON.stringify(makeManifest()).slice(0, -1)}, "version": "6.0.0"}`, 'version: is here a second time'],
  ])('is noted: %s', async (_what, manifest, warning) => {
    const source = await loadFolder({ manifest, http: http() });
    expect(source.problems).toEqual([]);
    expect(source.warnings?.join('\n')).toContain(warning);
    expect(source.streams).toHaveLength(1);
  });

  it('is refused in source.yaml where a key stands twice', async () => {
    const { problems } = await loadFolder({ manifest: makeManifest(), settings: 'enabled: true\nenabled: false', http: http() });
    expect(problems).toEqual([expect.stringMatching(/source.yaml:2:1 enabled: is here a second time/)]);
  });

  it('is refused where a component would be missed', async () => {
    const manifest = makeManifest({ retriever: { page_wizard: { type: 'PageWizard' } } });
    const { problems, streams } = await loadFolder({ manifest, http: http() });
    expect(problems.join('\n')).toMatch(/manifest.yaml:\d+:\d+ streams\[0\].retriever.page_wizard.type: PageWizard is not known here/);
    expect(streams).toEqual([]);
  });
});
