import { makeManifest, makeStream } from '../testing/manifests';
import { ScriptedHttp } from '../testing/scripted-http';
import { fieldsOf, loadFolder, readStream } from '../testing/source-folder';

const http = () => new ScriptedHttp(() => ({ body: { items: [{ id: 1 }] } }));
const spec = (properties: Record<string, unknown>, changes: Record<string, unknown> = {}) => ({
  spec: { type: 'Spec', connection_specification: { type: 'object', properties, ...changes } },
});

describe('loading a source', () => {
  describe('names what is wrong, with its place and what to do', () => {
    const broken = (text: string) => `version: 6.0.0
type: DeclarativeSource
check: { type: CheckStream, stream_names: [items] }
streams:
  - type: DeclarativeStream
    name: items
    primary_key: id
    retriever:
      type: SimpleRetriever
      requester:
        type: HttpRequester
        url_base: https://api.test
        path: /items
      record_selector:
        type: RecordSelector
        extractor: { type: DpathExtractor, field_path: [items] }
${text}`;
    const cases: [what: string, manifest: unknown, settings: unknown, problem: string][] = [
      [
        'a key that is misspelt',
        broken('      paginater: { type: NoPagination }\n'),
        {},
        'sources/demo/manifest.yaml:17:7 streams[0].retriever.paginater: SimpleRetriever has no paginater (did you mean paginator?)',
      ],
      [
        'a type that is misspelt',
        broken('      paginator: { type: DefaultPaginatr }\n'),
        {},
        'sources/demo/manifest.yaml:17:20 streams[0].retriever.paginator.type: DefaultPaginatr is not allowed here (did you mean DefaultPaginator?)',
      ],
      [
        'a type in the wrong place',
        broken('      decoder: { type: NoAuth }\n'),
        {},
        'sources/demo/manifest.yaml:17:18 streams[0].retriever.decoder.type: NoAuth is not allowed here (use one of',
      ],
      [
        'a value of the wrong kind',
        broken('      paginator: { type: DefaultPaginator, pagination_strategy: { type: PageIncrement, page_size: many } }\n'),
        {},
        'sources/demo/manifest.yaml:17:88 streams[0].retriever.paginator.pagination_strategy.page_size: page_size gives "many", which is not a whole number',
      ],
      [
        'a key that is missing',
        broken('      paginator: { type: DefaultPaginator }\n'),
        {},
        'sources/demo/manifest.yaml:17:7 streams[0].retriever.paginator.pagination_strategy: DefaultPaginator needs pagination_strategy',
      ],
      [
        'a reference that leads nowhere',
        broken("      paginator: { $ref: '#/definitions/nowhere' }\n"),
        {},
        'sources/demo/manifest.yaml:17:20 streams[0].retriever.paginator: the reference #/definitions/nowhere has no target',
      ],
      [
        'a reference that leads to itself',
        { ...makeManifest(), definitions: { a: { $ref: '#/definitions/b' }, b: { $ref: '#/definitions/a' } } },
        {},
        'leads back to itself',
      ],
      [
        'a template that cannot be read',
        broken("    transformations: [{ type: AddFields, fields: [{ path: [a], value: '{{ record[ }}' }] }]\n"),
        {},
        'sources/demo/manifest.yaml:17:64 streams[0].transformations[0].fields[0].value: template',
      ],
      [
        'a component that is refused',
        broken(
          '    file_uploader: { type: FileUploader, requester: { type: HttpRequester, url_base: x }, download_target_extractor: { type: DpathExtractor, field_path: [a] } }\n',
        ),
        {},
        'files are not ingested',
      ],
      [
        'a class that is not allowed',
        broken('    transformations: [{ type: CustomTransformation, class_name: source_x.components.Magic }]\n'),
        {},
        'sources/demo/manifest.yaml:17:53 streams[0].transformations[0].class_name: Magic is code of its own, which does not run here (set CUSTOM_COMPONENTS=on',
      ],
      ['YAML that is none', 'version: [', {}, 'sources/demo/manifest.yaml:1:'],
      [
        'two streams of one name',
        { ...makeManifest(), streams: [makeStream(), makeStream()] },
        {},
        'there are two streams with the name items',
      ],
      [
        'a setting that is misspelt',
        makeManifest(),
        { shedule: { cron: '* * * * *' } },
        'sources/demo/source.yaml:1:1 shedule: is not a key of source.yaml (did you mean schedule?)',
      ],
      [
        'a setting of a stream that is misspelt',
        makeManifest(),
        'streams:\n  items:\n    titel: x\n',
        'sources/demo/source.yaml:3:5 streams.items.titel: is not a key of source.yaml (did you mean title?)',
      ],
      [
        'a stream that the manifest does not have',
        makeManifest(),
        { streams: { item: {} } },
        'sources/demo/source.yaml:2:3 streams.item: the manifest has no such stream (did you mean items?)',
      ],
      [
        'a config value that is needed',
        makeManifest({ manifest: spec({ key: { type: 'string' } }, { required: ['key'] }) }),
        {},
        'config.key: is needed by the manifest (add it under config)',
      ],
      [
        'a config value of the wrong type',
        makeManifest({ manifest: spec({ size: { type: 'integer' } }) }),
        'config:\n  size: big\n',
        'sources/demo/source.yaml:2:3 config.size: must be integer',
      ],
      [
        'a secret that stands in the file',
        makeManifest({ manifest: spec({ key: { type: 'string', airbyte_secret: true } }) }),
        'config:\n  key: plain\n',
        'sources/demo/source.yaml:2:3 config.key: is a secret: write { secret: KEY } and give the value by that name',
      ],
      ['a secret that is not set', makeManifest(), 'config:\n  key: { secret: MY_KEY }\n', 'config.key: secret MY_KEY is not set'],
      [
        'fields to take out of a response that is no JSON',
        makeManifest({ retriever: { decoder: { type: 'XmlDecoder' } } }),
        { streams: { items: { redact: ['a'] } } },
        'the fields that stream items redacts cannot be taken out of a XmlDecoder response before it is stored',
      ],
    ];
    it.each(cases)('%s', async (_what, manifest, settings, problem) => {
      const source = await loadFolder({ manifest, settings, http: http() });
      expect(source.problems.join('\n')).toContain(problem);
      expect(source.streams).toEqual([]);
    });

    it('all of it at once', async () => {
      const manifest = broken('      paginater: { type: NoPagination }\n      decoder: { type: Nothing }\n');
      const source = await loadFolder({ manifest, settings: { shedule: 1, enabled: 'maybe' }, http: http() });
      expect(source.problems).toHaveLength(4);
    });
  });

  it('fills in the defaults of the manifest', async () => {
    const client = http();
    const manifest = makeManifest({
      requester: { path: '/{{ config.team }}' },
      manifest: spec({ team: { type: 'string', default: 'all' } }),
    });
    const source = await loadFolder({ manifest, http: client });
    await readStream(source.streams[0]!);
    expect(client.lines).toEqual(['GET /all']);
  });

  it('brings an old config into the form of today, and derives values from it', async () => {
    const client = http();
    const rules = {
      type: 'ConfigNormalizationRules',
      config_migrations: [
        {
          type: 'ConfigMigration',
          transformations: [
            { type: 'ConfigAddFields', fields: [{ type: 'AddedFieldDefinition', path: ['auth', 'kind'], value: "{{ config['kind'] }}" }] },
          ],
        },
      ],
      transformations: [{ type: 'ConfigRemapField', field_path: ['region'], map: { eu: 'europe' } }],
      validations: [
        {
          type: 'DpathValidator',
          field_path: ['auth'],
          validation_strategy: { type: 'ValidateAdheresToSchema', base_schema: { type: 'object', required: ['kind'] } },
        },
      ],
    };
    const manifest = makeManifest({
      requester: { path: '/{{ config.region }}/{{ config.auth.kind }}' },
      manifest: { spec: { type: 'Spec', connection_specification: { type: 'object', properties: {} }, config_normalization_rules: rules } },
    });
    const source = await loadFolder({ manifest, settings: { config: { region: 'eu', kind: 'key' } }, http: client });
    await readStream(
      source.streams[0] ??
        (() => {
          throw new Error(source.problems.join());
        })(),
    );
    expect(client.lines).toEqual(['GET /europe/key']);
  });

  it('lets the simulator stand in, and its address be called', async () => {
    const client = http();
    const manifest = makeManifest({ requester: { url_base: '{{ config.base_url }}' } });
    const settings = { config: { base_url: 'https://api.test' }, simulated: { base_url: '{simulator}/demo' } };
    const source = await loadFolder({ manifest, settings, http: client, simulatorUrl: 'http://127.0.0.1:4000/' });
    await readStream(source.streams[0]!);
    expect(client.seen[0]!.url.href).toBe('http://127.0.0.1:4000/demo/items');
  });

  it('takes both spellings of an address, and parameters from above', async () => {
    const client = http();
    const { streams } = makeManifest();
    const manifest = {
      ...makeManifest(),
      definitions: {
        requester: {
          type: 'HttpRequester',
          url: "https://api.test/{{ parameters['where'] }}",
          request_parameters: { name: "{{ parameters['name'] }}" },
        },
      },
      streams: [
        {
          ...(streams as Record<string, unknown>[])[0],
          retriever: {
            type: 'SimpleRetriever',
            requester: { $ref: '#/definitions/requester' },
            record_selector: { extractor: { field_path: ['items'] } },
          },
          $parameters: { where: 'things', name: 'n' },
          name: 'items',
        },
      ],
    };
    const source = await loadFolder({ manifest, http: client });
    expect(source.problems).toEqual([]);
    await readStream(source.streams[0]!);
    expect(client.lines).toEqual(['GET /things?name=n']);
  });

  describe('streams that are not written down one by one', () => {
    const template = makeStream({ name: '', requester: { path: '' } });
    const mapping = (field_path: string[], value: string, changes: Record<string, unknown> = {}) => ({
      type: 'ComponentMappingDefinition',
      field_path,
      value,
      ...changes,
    });
    const mappings = [
      mapping(['name'], "{{ components_values['id'] }}s"),
      mapping(['retriever', 'requester', 'path'], "/{{ components_values['id'] }}"),
    ];
    const dynamic = (components_resolver: Record<string, unknown>) => ({
      ...makeManifest(),
      streams: undefined,
      check: { type: 'CheckDynamicStream', stream_count: 1 },
      dynamic_streams: [{ type: 'DynamicDeclarativeStream', name: 'all', stream_template: template, components_resolver }],
    });
    const namesOf = async (manifest: unknown, settings: unknown = {}, client = http()) => {
      const source = await loadFolder({ manifest, settings, http: client });
      expect(source.problems).toEqual([]);
      return source.streams.map(({ name }) => name);
    };

    it('come from the config', async () => {
      const manifest = dynamic({
        type: 'ConfigComponentsResolver',
        stream_config: { type: 'StreamConfig', configs_pointer: ['teams'], default_values: [{ id: 'z' }] },
        components_mapping: mappings,
      });
      expect(await namesOf(manifest, { config: { teams: [{ id: 'a' }, { id: 'b' }] } })).toEqual(['as', 'bs', 'zs']);
    });

    it('come from the manifest', async () => {
      const manifest = dynamic({
        type: 'ParametrizedComponentsResolver',
        stream_parameters: { type: 'StreamParametersDefinition', list_of_parameters_for_stream: [{ id: 'a' }, { id: 'b' }] },
        components_mapping: mappings,
      });
      expect(await namesOf(manifest)).toEqual(['as', 'bs']);
    });

    it('come from the source itself', async () => {
      const client = new ScriptedHttp(({ path }) => ({ body: { items: path === '/kinds' ? [{ id: 'x' }, { id: 'y' }] : [{ id: path }] } }));
      const { retriever } = makeStream({ name: 'kinds' });
      const source = await loadFolder({
        manifest: dynamic({ type: 'HttpComponentsResolver', retriever, components_mapping: mappings }),
        http: client,
      });
      const { items } = await readStream(source.streams[1]!);
      expect([source.streams.map(({ name }) => name), fieldsOf(items, 'id')]).toEqual([['xs', 'ys'], ['/y']]);
    });

    it('depend on a condition', async () => {
      const streams = [
        { type: 'ConditionalStreams', condition: '{{ config.more }}', streams: [makeStream({ name: 'more' })] },
        makeStream(),
      ];
      expect(await namesOf({ ...makeManifest(), streams }, { config: { more: true } })).toEqual(['more', 'items']);
      expect(await namesOf({ ...makeManifest(), streams }, { config: { more: false } })).toEqual(['items']);
    });
  });
});
