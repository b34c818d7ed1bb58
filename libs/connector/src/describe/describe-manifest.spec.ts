import { stringify } from 'yaml';
import { makeManifest, makeStream } from '../testing/manifests';
import { describeManifest, findManifestProblems } from './describe-manifest';

const described = (manifest: unknown) => describeManifest(stringify(manifest), 'manifest.yaml');

describe('what a manifest says of its source', () => {
  it('is its streams, its config and its hosts', () => {
    const specification = { type: 'object', properties: { base: { default: 'https://eu.api.test/v1' } } };
    const manifest = makeManifest({
      requester: { url_base: '{{ config.base }}' },
      manifest: { spec: { type: 'Spec', connection_specification: specification } },
    });
    expect(described(manifest)).toEqual({
      streams: ['items'],
      hasDynamicStreams: false,
      specification,
      hosts: ['eu.api.test'],
      openAddresses: [],
      configuredAddresses: ['{{ config.base }}'],
    });
  });

  it('tells which hosts cannot be known', () => {
    const address = (url_base: string) => described(makeManifest({ requester: { url_base } }));
    expect(address('{{ stream_partition.url }}/v1')).toMatchObject({ hosts: [], openAddresses: ['{{ stream_partition.url }}/v1'] });
    expect(address('https://{{ config.shop }}.api.test/x')).toMatchObject({
      hosts: [],
      openAddresses: [],
      configuredAddresses: [expect.any(String)],
    });
    expect(address('https://api.test/{{ stream_partition.id }}')).toMatchObject({ hosts: ['api.test'], openAddresses: [] });
  });

  it('knows streams under a condition and streams that only the source knows', () => {
    const conditional = { type: 'ConditionalStreams', condition: '{{ config.x }}', streams: [makeStream({ name: 'more' })] };
    expect(
      described(
        makeManifest({ manifest: { streams: [makeStream(), conditional], dynamic_streams: [{ type: 'DynamicDeclarativeStream' }] } }),
      ),
    ).toMatchObject({
      streams: ['items', 'more'],
      hasDynamicStreams: true,
    });
  });

  it.each(['a: [', '- 1', 'x: { $ref: "#/nowhere" }', 'a: &a [*a]', `a: ${'['.repeat(500)}${']'.repeat(500)}`, '['.repeat(200_000)])(
    'is a list of problems with their place for %.40j',
    (text) => {
      let problems: string[] = [];
      try {
        describeManifest(text, 'there/manifest.yaml');
      } catch (error) {
        problems = findManifestProblems(error);
      }
      expect(problems.length).toBeGreaterThan(0);
      for (const problem of problems) expect(problem).toMatch(/^there\/manifest\.yaml:\d+:\d+ /);
      expect(problems.length).toBeLessThan(20);
    },
  );
});
