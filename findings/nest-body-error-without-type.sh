#!/usr/bin/env bash
# @nestjs/core 11.2.10 with @nestjs/platform-express 11.2.10, errors of reading a request as an exception filter sees them
#
# Expected: a filter that catches everything gets the error of body-parser with its `type` (entity.parse.failed, entity.too.large, charset.unsupported),
# or gets Nest's own exception with that error as `cause`.
# Behaviour: both, by kind. A body too large or in an unknown charset arrives as body-parser's error, `type` and all, and is no HttpException. A body
# that is no JSON arrives as a new BadRequestException that holds the message alone, neither `type` nor `cause`: Nest makes one of every SyntaxError
# and URIError. It looks just like a path that cannot be decoded; only the wording of the JavaScript engine or the router tells them apart.
# Who meets it: an API whose error answers carry a code of their own: a filter that goes by `type` works for 413 and 415 and never for bad JSON.
# Output seen:
#   bad JSON:        400 BadRequestException, type none, cause none
#   bad % in path:   400 BadRequestException, type none, cause none
#   too large:       413 PayloadTooLargeError, type entity.too.large, cause none
#   unknown charset: 415 UnsupportedMediaTypeError, type charset.unsupported, cause none
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @nestjs/core@11.2.10 @nestjs/common@11.2.10 @nestjs/platform-express@11.2.10 reflect-metadata@0.2.2 rxjs@7.8.2
cat > seen.cjs <<'JS'
require('reflect-metadata');
const { Catch, Controller, Module, Post } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');

class Things {
  add() {}
}
Post(':id')(Things.prototype, 'add', Object.getOwnPropertyDescriptor(Things.prototype, 'add'));
Controller('things')(Things);
class App {}
Module({ controllers: [Things] })(App);
class Filter {
  catch(error, host) {
    const text = `${error.constructor.name}, type ${error.type ?? 'none'}, cause ${error.cause ?? 'none'}`;
    host.switchToHttp().getResponse().status(error.getStatus?.() ?? error.status).send(text);
  }
}
Catch()(Filter);
const requests = {
  'bad JSON:       ': ['/things/1', 'application/json', '{"a":'],
  'bad % in path:  ': ['/things/%E0', 'application/json', '{}'],
  'too large:      ': ['/things/1', 'application/json', JSON.stringify(['x'.repeat(200_000)])],
  'unknown charset:': ['/things/1', 'application/json; charset=x-unknown', '{}'],
};
(async () => {
  const app = await NestFactory.create(App, { logger: false });
  app.useGlobalFilters(new Filter());
  await app.listen(0, '127.0.0.1');
  for (const [name, [path, type, body]] of Object.entries(requests)) {
    const url = `http://127.0.0.1:${app.getHttpServer().address().port}${path}`;
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
    console.log(name, response.status, await response.text());
  }
  await app.close();
})();
JS
node seen.cjs | tee seen
diff seen - <<'OUT'
bad JSON:        400 BadRequestException, type none, cause none
bad % in path:   400 BadRequestException, type none, cause none
too large:       413 PayloadTooLargeError, type entity.too.large, cause none
unknown charset: 415 UnsupportedMediaTypeError, type charset.unsupported, cause none
OUT
echo 'as described'
