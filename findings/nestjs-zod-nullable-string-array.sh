#!/usr/bin/env bash
# @nestjs/swagger 11.4.7 with nestjs-zod 5.5.0 and zod 4.6.7, the OpenAPI document of a DTO made of a schema
#
# Expected: `z.string().nullable()` is documented as text or null, as `z.toJSONSchema` writes it: "type": ["string", "null"].
# Behaviour: on the first level of a DTO it is documented as an array of strings, null not mentioned. nestjs-zod hands the property to Nest as
# metadata, where a `type` that is an array means "array of". One level deeper the same schema is right, and so is a nullable integer or timestamp,
# because zod writes `anyOf` for these.
# Who meets it: a team that generates a client, or tests the API against its document: each answer with a nullable text violates it.
# Output seen:
#   zod   {"type":["string","null"]}
#   Nest  {"type":"array","items":{"type":"string"}}
#   inner {"type":["string","null"]}
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund zod@4.6.7 nestjs-zod@5.5.0 @nestjs/swagger@11.4.7 @nestjs/core@11.2.10 @nestjs/common@11.2.10 \
  @nestjs/platform-express@11.2.10 reflect-metadata@0.2.2 rxjs@7.8.2
cat > seen.cjs <<'JS'
require('reflect-metadata');
const { Controller, Get, Module } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');
const { DocumentBuilder, SwaggerModule } = require('@nestjs/swagger');
const { cleanupOpenApiDoc, createZodDto, ZodResponse } = require('nestjs-zod');
const { z } = require('zod');

const schema = z.object({ note: z.string().nullable(), inner: z.object({ note: z.string().nullable() }) });
class Thing extends createZodDto(schema) {}
class Things {
  read() {
    return { note: null, inner: { note: null } };
  }
}
const read = Object.getOwnPropertyDescriptor(Things.prototype, 'read');
for (const decorate of [Get(), ZodResponse({ type: Thing })]) decorate(Things.prototype, 'read', read);
Controller('things')(Things);
class App {}
Module({ controllers: [Things] })(App);

NestFactory.create(App, { logger: false }).then((app) => {
  const settings = new DocumentBuilder().setOpenAPIVersion('3.1.0').build();
  const document = cleanupOpenApiDoc(SwaggerModule.createDocument(app, settings));
  const { note, inner } = document.components.schemas.Thing_Output.properties;
  console.log('zod  ', JSON.stringify(z.toJSONSchema(schema).properties.note));
  console.log('Nest ', JSON.stringify(note));
  console.log('inner', JSON.stringify(inner.properties.note));
});
JS
node seen.cjs | tee seen
diff seen - <<'OUT'
zod   {"type":["string","null"]}
Nest  {"type":"array","items":{"type":"string"}}
inner {"type":["string","null"]}
OUT
echo 'as described'
