import { makeManifest, makeStream } from '../testing/manifests';
import { ScriptedHttp } from '../testing/scripted-http';
import { loadFolder } from '../testing/source-folder';

const group = { type: 'object', required: ['limit'], properties: { limit: { type: 'integer', default: 50 } } };
const connection_specification = {
  type: 'object',
  required: ['group'],
  properties: { group, name: { type: 'string' }, maybe: { type: ['object', 'null'], properties: {} } },
};

/** Loads a source with these settings, and gives its problems. */
const problemsOf = async (settings: Record<string, unknown>): Promise<string[]> => {
  const manifest = makeManifest({ manifest: { streams: [makeStream()], spec: { type: 'Spec', connection_specification } } });
  const http = new ScriptedHttp(() => ({ body: { items: [] } }));
  return (await loadFolder({ manifest, settings, http })).problems;
};

describe('a key of source.yaml with nothing below it', () => {
  it('says no more than a block that is left out', async () => {
    const config = { group: { limit: 1 } };
    for (const key of ['schedule', 'simulated', 'limits', 'retention', 'streams'])
      expect(await problemsOf({ config, [key]: null })).toEqual([]);
    expect(await problemsOf({ config, streams: { items: null } })).toEqual([]);
    expect(await problemsOf({ config: null })).toEqual([expect.stringContaining('config.group: is needed by the manifest')]);
  });

  it('is an object with the defaults where the manifest wants an object', async () => {
    expect(await problemsOf({ config: { group: null } })).toEqual([]);
    expect(await problemsOf({ config: { group: null, maybe: null } })).toEqual([]);
    expect(await problemsOf({ config: { group: null, name: null } })).toEqual([expect.stringContaining('config.name: has no value yet')]);
  });
});
