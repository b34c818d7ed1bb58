import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { addExamples } from './examples';

const description = `Read what the pipeline holds, see how it does, ask it to run, and mend what failed.

- **Lists** are \`{ items, page: { limit, next } }\`: ask again with \`cursor\` = \`page.next\` and the same filters until it is null, and never until a page is short or empty.
  Texts and names are compared in one normal form of Unicode, \`q\` without case.
- **Problems** are \`application/problem+json\` (RFC 9457); \`code\` is stable, \`errors\` names each wrong parameter. Unknown parameters are refused.
- **Times** are ISO 8601 with a zone. **Integers** beyond 2^53 are written with all their digits.
- Every GET has an \`ETag\`: send it back in \`If-None-Match\` and an unchanged answer is a 304 without a body.`;

const tags: readonly [string, string][] = [
  ['records', 'The curated records, their versions and where they came from.'],
  ['analytics', 'Sums and a time line.'],
  ['sources', 'The declared sources and how they do.'],
  ['runs', 'Executions of ingestion.'],
  ['failures', 'Records and pages that were refused, and what can be done about them.'],
  ['replays', 'Records made again from the raw zone.'],
  ['audit', 'What was done by hand.'],
  ['health', 'For whoever watches the process.'],
];

/** The OpenAPI document of the API, made from its controllers. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('TWL Data Pipeline')
    .setVersion('1')
    .setDescription(description)
    .setLicense('MIT', 'https://opensource.org/license/mit');
  for (const [name, about] of tags) builder.addTag(name, about);
  const document = SwaggerModule.createDocument(app, builder.build());
  return withPlainNames(addExamples(cleanupOpenApiDoc(document)));
}

/** Schemas are named for what they are, not for the classes that declare them. */
function withPlainNames(document: OpenAPIObject): OpenAPIObject {
  const schemas = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => [plain(name), schema]);
  const renamed = { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) as object } };
  const text = JSON.stringify(renamed, withoutNoise).replaceAll(
    /"#\/components\/schemas\/(\w+)"/g,
    (_ref, name: string) => `"#/components/schemas/${plain(name)}"`,
  );
  return JSON.parse(text) as OpenAPIObject;
}

const bounds = ['minimum', 'maximum'];

/** The pattern of a time says nothing that its format does not, and no reader needs the largest exact integer. */
function withoutNoise(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const noise =
    (key === 'pattern' && this.format === 'date-time') || (bounds.includes(key) && Math.abs(value as number) === Number.MAX_SAFE_INTEGER);
  return noise ? undefined : value;
}

const plain = (name: string): string => name.replace(/Dto(_Output)?$/, '');
