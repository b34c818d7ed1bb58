import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { file, formatsKey, problemsKey, roleKey } from '../openapi/documented';
import { addExamples } from './examples';
import { namedSchemas, plainName, withoutNoise } from './named-schemas';
import { shareParameters } from '../openapi/shared-parameters';
import { operationResponses, sharedHeaders, sharedResponses } from '../openapi/shared-responses';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = Exclude<NonNullable<Operation['parameters']>[number], { $ref: string }>;

const description = `Read the records and the status of the pipeline, start runs, and handle failures.

- **Lists** are \`{ items, page: { limit, next } }\`: repeat with \`cursor\` = \`page.next\` and the same filters until \`page.next\` is null. Do not stop at a short or empty page. A page with large items ends early.
  Texts and names are compared in one Unicode normal form; \`q\` ignores case.
- **Problems** are \`application/problem+json\` (RFC 9457); \`code\` is stable, \`errors\` lists each invalid parameter. Unknown parameters are refused.
  An unknown path is a 404; an unsupported method is a 405 with \`Allow\`. Every GET also supports HEAD. An invalid HTTP request is a 400.
- **Responses** may get more properties in the future; ignore unknown ones. Request bodies accept only the documented properties.
- **Times** are ISO 8601 with a zone. **Integers** beyond 2^53 have all their digits.
- **Who may do what**: send an API key, or an access token of the issuer of this installation, as \`Authorization: Bearer …\`. Each operation says in \`x-role\` which role it needs:
  \`viewer\`, \`operator\` or \`admin\`, each of which may do all that those before it may; \`anyone\` needs none.
- Every GET has an \`ETag\`: send it in \`If-None-Match\`; an unchanged response is a 304 without a body.`;

const tags: readonly [string, string][] = [
  ['records', 'Curated records, their versions and their raw pages.'],
  ['analytics', 'Totals, sums by source and a time line.'],
  ['sources', 'Declared sources and their status.'],
  ['contracts', 'Data contracts of streams, and schema drift.'],
  ['runs', 'Runs of streams.'],
  ['failures', 'Refused records and pages; redrive and discard.'],
  ['replays', 'Replays of stored raw pages.'],
  ['exports', 'Records as files.'],
  ['changes', 'Change feed of the records.'],
  ['alerts', 'Alerts with their evidence, and tests of their channels.'],
  ['audit', 'Log of manual actions.'],
  ['keys', 'API keys.'],
  ['session', 'Who you are; signing in and out at the dashboard.'],
  ['health', 'Health checks.'],
];

/** Builds the OpenAPI document of the API from its controllers and from the schemas that validate requests and responses. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('TWL Data Pipeline')
    .setVersion('1')
    .setDescription(description)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'the server of this document')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key (`twl_k…`), or an access token of the issuer.' }, 'bearer')
    .addSecurityRequirements('bearer');
  for (const [name, about] of tags) builder.addTag(name, about);
  const {
    paths,
    components: built,
    ...document
  } = withoutNoise(withPlainNames(cleanupOpenApiDoc(SwaggerModule.createDocument(app, builder.build()))));
  for (const item of Object.values(paths)) {
    if (item.get) item.get = addSharedParts(item.get, 'get');
    if (item.post) item.post = addSharedParts(item.post, 'post');
  }
  const parameters = shareParameters(paths);
  const { securitySchemes } = built ?? {};
  const components = { schemas: namedSchemas(), parameters, responses: sharedResponses, headers: sharedHeaders, securitySchemes };
  return addExamples({ ...document, components, paths });
}

type DecoratedOperation = Operation & { [problemsKey]?: number[]; [formatsKey]?: string[]; [roleKey]?: string };

/** Adds the shared responses and headers to an operation. */
function addSharedParts(
  { [problemsKey]: problems = [], [formatsKey]: formats = [], ...operation }: DecoratedOperation,
  method: 'get' | 'post',
): Operation {
  const ok = operation.responses['200'];
  if (method === 'get' && ok && !('$ref' in ok) && !ok.content?.['text/event-stream'])
    ok.headers = { ETag: { $ref: '#/components/headers/ETag' } };
  if (ok && !('$ref' in ok)) for (const format of formats) ok.content = { ...ok.content, [format]: { schema: file } };
  const parameters = operation.parameters?.map((parameter) => ('$ref' in parameter ? parameter : withoutEmptyPath(parameter)));
  const isOpen = operation[roleKey] === 'anyone';
  return {
    ...operation,
    parameters,
    ...(isOpen && { security: [] }),
    responses: { ...operation.responses, ...operationResponses(method, { problems, isOpen }) },
  };
}

/** Requires at least one character in a path parameter, because an empty segment is another path. */
function withoutEmptyPath(parameter: Parameter): Parameter {
  const { schema } = parameter;
  if (parameter.in !== 'path' || !schema || '$ref' in schema) return parameter;
  const { example, ...rest } = schema;
  return { ...parameter, ...(example !== undefined && { example: example as unknown }), schema: { ...rest, minLength: 1 } };
}

/** Replaces class names by plain schema names in references. */
const withPlainNames = (document: OpenAPIObject): OpenAPIObject =>
  JSON.parse(JSON.stringify(document).replaceAll(/(?<="#\/components\/schemas\/)\w+(?=")/g, plainName)) as OpenAPIObject;
