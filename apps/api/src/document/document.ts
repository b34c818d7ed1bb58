import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { problemsKey } from '../openapi/documented';
import { addExamples } from './examples';
import { namedSchemas, plainName, withoutNoise } from './named-schemas';
import { shareParameters } from '../openapi/shared-parameters';
import { sharedAnswers, sharedHeaders, sharedResponses } from '../openapi/shared-responses';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = Exclude<NonNullable<Operation['parameters']>[number], { $ref: string }>;

const description = `Read what the pipeline holds, see how it does, ask it to run, and mend what failed.

- **Lists** are \`{ items, page: { limit, next } }\`: ask again with \`cursor\` = \`page.next\` and the same filters until it is null, and never until a page is short or empty. A page ends early where its items are large.
  Texts and names are compared in one normal form of Unicode, \`q\` without case.
- **Problems** are \`application/problem+json\` (RFC 9457); \`code\` is stable, \`errors\` names each wrong parameter. Unknown parameters are refused.
  A path that is not here is a 404, a method that a path does not have a 405 with \`Allow\`. HEAD is answered wherever GET is. What is no HTTP request is a 400.
- **Answers** may have more properties one day; pass over those that you do not know. Bodies that are sent have those that are named, and no others.
- **Times** are ISO 8601 with a zone. **Integers** beyond 2^53 are written with all their digits.
- Every GET has an \`ETag\`: send it back in \`If-None-Match\` and an unchanged answer is a 304 without a body.`;

const tags: readonly [string, string][] = [
  ['records', 'The curated records, their versions and where they came from.'],
  ['analytics', 'Sums and a time line.'],
  ['sources', 'The declared sources and how they do.'],
  ['contracts', 'The fields that a stream is held to, and how its sources departed from them.'],
  ['runs', 'Executions of ingestion.'],
  ['failures', 'Records and pages that were refused, and what can be done about them.'],
  ['replays', 'Records made again from the raw zone.'],
  ['audit', 'What was done by hand.'],
  ['health', 'For whoever watches the process.'],
];

/** The OpenAPI document of the API, made from its controllers and from the schemas that check what they take and give. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('TWL Data Pipeline')
    .setVersion('1')
    .setDescription(description)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'the server that this document came from');
  for (const [name, about] of tags) builder.addTag(name, about);
  const { paths, ...document } = withoutNoise(withPlainNames(cleanupOpenApiDoc(SwaggerModule.createDocument(app, builder.build()))));
  for (const item of Object.values(paths)) {
    if (item.get) item.get = completed(item.get, 'get');
    if (item.post) item.post = completed(item.post, 'post');
  }
  const parameters = shareParameters(paths);
  const components = { schemas: namedSchemas(), parameters, responses: sharedResponses, headers: sharedHeaders };
  return addExamples({ ...document, paths, components });
}

/** An operation with the answers and headers that those of its kind share. */
function completed({ [problemsKey]: own = [], ...operation }: Operation & { [problemsKey]?: number[] }, method: 'get' | 'post'): Operation {
  const ok = operation.responses['200'];
  if (method === 'get' && ok && !('$ref' in ok)) ok.headers = { ETag: { $ref: '#/components/headers/ETag' } };
  const parameters = operation.parameters?.map((parameter) => ('$ref' in parameter ? parameter : withoutEmptyPath(parameter)));
  return { ...operation, parameters, responses: { ...operation.responses, ...sharedAnswers(method, own) } };
}

/** An empty segment makes another path: what stands in one has a character at least. */
function withoutEmptyPath(parameter: Parameter): Parameter {
  const { schema } = parameter;
  if (parameter.in !== 'path' || !schema || '$ref' in schema) return parameter;
  const { example, ...rest } = schema;
  return { ...parameter, ...(example !== undefined && { example: example as unknown }), schema: { ...rest, minLength: 1 } };
}

/** Nest names schemas for the classes that declare them. */
const withPlainNames = (document: OpenAPIObject): OpenAPIObject =>
  JSON.parse(JSON.stringify(document).replaceAll(/(?<="#\/components\/schemas\/)\w+(?=")/g, plainName)) as OpenAPIObject;
