import { notYetEnabled } from './settings-text';

/** A small manifest that works as it stands: with the simulator, and with the public address. */
export const starterManifest = (
  name: string,
): string => `# How the source "${name}" is fetched, in Airbyte's declarative (low-code) language.
# It works as it is: try it with "twl source preview ${name}". Then change the places marked with (1) to (5).
version: 6.0.0
type: DeclarativeSource

check:
  type: CheckStream
  stream_names: [posts]

streams:
  - type: DeclarativeStream
    # (1) What the records are called. Name the stream in the same way under "check", and in source.yaml.
    name: posts
    # (2) The field that identifies a record; several: [shop, id]; inside an object: [[login, uuid]].
    primary_key: id
    retriever:
      type: SimpleRetriever
      requester:
        type: HttpRequester
        # (3) Where the records are. The address comes from the config, so that it can be another one for a test.
        url_base: '{{ config["base_url"] }}'
        path: posts
        http_method: GET
        # A key in a header. The value comes from the config, and there from a secret.
        # authenticator:
        #   type: ApiKeyAuthenticator
        #   api_token: '{{ config["api_key"] }}'
        #   inject_into: { type: RequestOption, inject_into: header, field_name: X-Api-Key }
      record_selector:
        type: RecordSelector
        extractor:
          type: DpathExtractor
          # (4) Where the records lie in an answer: [] when the answer is the list, [data] for { "data": [...] }.
          field_path: []
      paginator:
        type: DefaultPaginator
        # (5) How the next page is asked for. Others: OffsetIncrement, CursorPagination.
        pagination_strategy:
          type: PageIncrement
          page_size: 50
          start_from_page: 1
          inject_on_first_request: true
        page_size_option: { type: RequestOption, inject_into: request_parameter, field_name: _limit }
        page_token_option: { type: RequestOption, inject_into: request_parameter, field_name: _page }
    # What a record looks like. "twl source preview" shows what it found; "twl source test" holds the records against this.
    schema_loader:
      type: InlineSchemaLoader
      schema:
        type: object
        properties:
          id: { type: integer }
          userId: { type: integer }
          title: { type: string }
          body: { type: string }

# The config: what source.yaml says under "config" is checked against this.
spec:
  type: Spec
  connection_specification:
    type: object
    required: [base_url]
    properties:
      base_url: { type: string, title: Address, default: https://jsonplaceholder.typicode.com }
      # api_key: { type: string, airbyte_secret: true }
`;

/** What the pipeline does with the starter. */
export const starterSettings = (
  name: string,
): string => `# What the pipeline does with this source. How to fetch it stands in manifest.yaml beside this file.
# Every key is explained in docs/sources.md.
${notYetEnabled(name).join('\n')}
schedule:
  cron: '*/5 * * * *'

config:
  base_url: https://jsonplaceholder.typicode.com
  # A secret is named, never written down: its value comes from the environment variable TWL_SECRET_MY_API_KEY.
  # api_key: { secret: MY_API_KEY }

simulated:
  # Used instead while the simulator is on. Remove this block once the source is your own: the simulator knows nothing of it.
  base_url: '{simulator}/jsonplaceholder'

streams:
  posts:
    title: '{{ record.title }}'
    # Fields that are never stored anywhere.
    # redact: [email]
    # Fewer records than this make a run suspect.
    expect:
      minRecords: 1
`;
