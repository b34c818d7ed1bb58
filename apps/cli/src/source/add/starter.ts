import { notYetEnabled } from './settings-text';

const starterSpec = `# Schema of the "config" block in source.yaml.
spec:
  type: Spec
  connection_specification:
    type: object
    required: [base_url]
    properties:
      base_url: { type: string, title: Address, default: https://jsonplaceholder.typicode.com }
      # api_key: { type: string, airbyte_secret: true }
`;

/** A small working manifest, for the simulator and for the public address. */
export const starterManifest = (
  name: string,
): string => `# How the source "${name}" is fetched, in Airbyte's declarative (low-code) language.
# It works unchanged: try it with "twl source preview ${name}". Then change the parts marked (1) to (5).
version: 6.0.0
type: DeclarativeSource

check:
  type: CheckStream
  stream_names: [posts]

streams:
  - type: DeclarativeStream
    # (1) Name of the stream. Use the same name under "check" and in source.yaml.
    name: posts
    # (2) Field that identifies a record; several fields: [shop, id]; a field inside an object: [[login, uuid]].
    primary_key: id
    retriever:
      type: SimpleRetriever
      requester:
        type: HttpRequester
        # (3) Address of the records. It comes from the config, so that a test can use another one.
        url_base: '{{ config["base_url"] }}'
        path: posts
        http_method: GET
        # API key in a header. Its value comes from the config, which references a secret.
        # authenticator:
        #   type: ApiKeyAuthenticator
        #   api_token: '{{ config["api_key"] }}'
        #   inject_into: { type: RequestOption, inject_into: header, field_name: X-Api-Key }
      record_selector:
        type: RecordSelector
        extractor:
          type: DpathExtractor
          # (4) Path of the records in a response: [] if the response is the list, [data] for { "data": [...] }.
          field_path: []
      paginator:
        type: DefaultPaginator
        # (5) How to request the next page. Alternatives: OffsetIncrement, CursorPagination.
        pagination_strategy:
          type: PageIncrement
          page_size: 50
          start_from_page: 1
          inject_on_first_request: true
        page_size_option: { type: RequestOption, inject_into: request_parameter, field_name: _limit }
        page_token_option: { type: RequestOption, inject_into: request_parameter, field_name: _page }
    # Schema of a record. "twl source preview" shows the fields it found; "twl source test" checks the records against the schema.
    schema_loader:
      type: InlineSchemaLoader
      schema:
        type: object
        properties:
          id: { type: integer }
          userId: { type: integer }
          title: { type: string }
          body: { type: string }

${starterSpec}`;

/** Settings of the starter source. */
export const starterSettings = (
  name: string,
): string => `# Settings of this source. manifest.yaml in the same folder declares how to fetch it.
# docs/sources.md explains every key.
${notYetEnabled(name).join('\n')}
schedule:
  cron: '*/5 * * * *'

config:
  base_url: https://jsonplaceholder.typicode.com
  # Reference a secret by name, never write its value: it comes from the environment variable TWL_SECRET_MY_API_KEY.
  # api_key: { secret: MY_API_KEY }

simulated:
  # Replaces the config while the simulator is on. Remove this block for your own source, which the simulator does not know.
  base_url: '{simulator}/jsonplaceholder'

streams:
  posts:
    title: '{{ record.title }}'
    # Fields that are never stored.
    # redact: [email]
    # A run with fewer records becomes suspect.
    expect:
      minRecords: 1
`;
