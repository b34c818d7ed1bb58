import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

type Component = Record<string, unknown>;

/** Signs that some writer escapes, or writes otherwise. A header carries none beyond Latin-1, and in an address three of them end the path, or
 * are taken for its slash. */
const signs: Record<string, string> = { HEADER: `/+=&%?#"'\\<>~é:@,`, PATH: `/+=&%"'<> ~é😀:@,` };
const allSigns = `/+=&%?#"'\\<> ~é😀:@,`;

/** The secrets of the sources, by the names that they ask for. */
export const secrets: Record<string, string> = Object.fromEntries(
  ['HEADER', 'QUERY', 'BODY', 'PATH', 'PASSWORD', 'CLIENT', 'REFRESH', 'ROTATING', 'LOGIN', 'JWT'].map((name) => [
    name,
    `c4n4ry/${name}${signs[name] ?? allSigns}s3cret%`,
  ]),
);

const config = (name: string): string => `{{ config['${name.toLowerCase()}'] }}`;
const option = (inject_into: string, field_name: string): Component => ({ type: 'RequestOption', inject_into, field_name });

/** One requester for each place that a secret can be sent in. */
const requesters = (prefix: string): Record<string, Component> => ({
  header: { authenticator: { type: 'ApiKeyAuthenticator', api_token: config('HEADER'), inject_into: option('header', 'X-Key') } },
  bearer: { authenticator: { type: 'BearerAuthenticator', api_token: config('HEADER') } },
  query: { authenticator: { type: 'ApiKeyAuthenticator', api_token: config('QUERY'), inject_into: option('request_parameter', 'q') } },
  paged: { request_parameters: { first: '{{ "yes" if not next_page_token }}' } },
  body: { http_method: 'POST', request_body_json: { where: { key: config('BODY') } } },
  form: { http_method: 'POST', request_body_data: { key: config('BODY') } },
  path: { path: `${prefix}/of/${config('PATH')}/items` },
  basic: { authenticator: { type: 'BasicHttpAuthenticator', username: 'user', password: config('PASSWORD') } },
  oauth: {
    authenticator: {
      type: 'OAuthAuthenticator',
      token_refresh_endpoint: `{{ config['base'] }}${prefix}/token`.replace('/good/token', '/token'),
      client_id: 'client',
      client_secret: config('CLIENT'),
      refresh_token: config('REFRESH'),
      grant_type: 'refresh_token',
    },
  },
  rotating: {
    path: `${prefix}/rotating/{{ stream_partition.part }}`,
    authenticator: {
      type: 'OAuthAuthenticator',
      token_refresh_endpoint: `{{ config['base'] }}${prefix}/rotate`.replace('/good/rotate', '/rotate'),
      client_id: 'client',
      client_secret: config('CLIENT'),
      refresh_token: config('ROTATING'),
      grant_type: 'refresh_token',
      refresh_token_updater: { refresh_token_config_path: ['rotating'] },
    },
  },
  session: {
    authenticator: {
      type: 'SessionTokenAuthenticator',
      login_requester: {
        type: 'HttpRequester',
        url_base: "{{ config['base'] }}",
        path: prefix === '/good' ? '/login' : `${prefix}/login`,
        http_method: 'POST',
        request_body_json: { password: config('LOGIN') },
      },
      session_token_path: ['token'],
      request_authentication: { type: 'ApiKey', inject_into: option('header', 'X-Session') },
    },
  },
  jwt: {
    authenticator: { type: 'JwtAuthenticator', algorithm: 'HS256', secret_key: config('JWT'), jwt_payload: { sub: config('JWT') } },
  },
});

/** The address of the next page has a secret in it. */
const byAddress: Component = {
  type: 'DefaultPaginator',
  page_token_option: { type: 'RequestPath' },
  pagination_strategy: { type: 'CursorPagination', cursor_value: '{{ response.next }}', stop_condition: '{{ not response.next }}' },
};

const streamOf = (prefix: string, name: string, requester: Component): Component => ({
  type: 'DeclarativeStream',
  name,
  primary_key: 'id',
  retriever: {
    type: 'SimpleRetriever',
    requester: { type: 'HttpRequester', url_base: "{{ config['base'] }}", path: `${prefix}/${name}`, ...requester },
    record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: ['items'] } },
    // A token that has run out is fetched again for the second part, with the refresh token that came with it.
    ...(name === 'paged' ? { paginator: byAddress } : {}),
    ...(name === 'rotating' ? { partition_router: { type: 'ListPartitionRouter', cursor_field: 'part', values: ['1', '2'] } } : {}),
  },
});

const write = (folder: string, name: string, content: { manifest: Component; base: string }): void => {
  const target = join(folder, name);
  mkdirSync(target, { recursive: true });
  const values = Object.fromEntries(Object.keys(secrets).map((each) => [each.toLowerCase(), { secret: each }]));
  const schedule = { cron: '0 0 29 2 *', catchUp: 'none' };
  const settings = { schedule, config: { base: content.base, ...values }, allowPrivateAddresses: true, allowHttp: true };
  writeFileSync(join(target, 'manifest.yaml'), stringify(content.manifest));
  writeFileSync(join(target, 'source.yaml'), stringify(settings));
};

const manifestOf = (streams: Component[]): Component => ({
  version: '6.0.0',
  type: 'DeclarativeSource',
  check: { type: 'CheckStream', stream_names: [streams[0]!['name']] },
  streams,
});

/** A source whose streams send a secret each, to a server that takes it (`good`) or repeats it in an error (`bad`). */
export const writeSecretSource = (folder: string, name: 'good' | 'bad', base: string): void => {
  const streams = Object.entries(requesters(`/${name}`)).map(([stream, requester]) => streamOf(`/${name}`, stream, requester));
  write(folder, name, { manifest: manifestOf(streams), base });
};

/** A source that cannot be loaded, because of what its secrets are. */
export const writeBrokenSource = (folder: string, base: string): void => {
  const size = { type: 'PageIncrement', page_size: config('QUERY') };
  const broken = [
    { paginator: { type: 'DefaultPaginator', pagination_strategy: size } },
    { requester: { type: 'HttpRequester', url_base: `${config('PATH')}{{ nonsense( }}`, path: config('PATH') } },
    { decoder: { type: config('HEADER') } },
  ];
  const streams = broken.map((parts, index) => {
    const stream = streamOf('/broken', `broken${index}`, {});
    return { ...stream, retriever: { ...(stream['retriever'] as Component), ...parts } };
  });
  write(folder, 'broken', { manifest: manifestOf(streams), base });
};
