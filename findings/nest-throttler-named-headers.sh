#!/usr/bin/env bash
# @nestjs/throttler 6.7.1, headers of a limit that has a name
#
# Expected: a name tells limits apart in decorators (`@SkipThrottle({ minute: true })`) and, where there are several, in the `X-RateLimit-…` headers. A
# refused request carries the standard `Retry-After` (RFC 9110, 10.2.3) in any case.
# Behaviour: the name is appended to every header, `Retry-After` included, even if there is only one limit: a refused request carries
# `Retry-After-minute` and no `Retry-After`. Only a limit without a name, or named `default`, has the standard header.
# Who meets it: an API that adds a second limit, as the package's documentation shows (`short`, `medium`, `long`): clients and SDKs that honour
# `Retry-After` do not see one any more, and retry at once or by their own guess.
# Output seen:
#   no name: 429 retry-after
#   default: 429 retry-after
#   minute:  429 retry-after-minute
#   burst and minute: 429 retry-after-burst
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @nestjs/throttler@6.7.1 @nestjs/core@11.2.10 @nestjs/common@11.2.10 @nestjs/platform-express@11.2.10 reflect-metadata@0.2.2 rxjs@7.8.2
cat > seen.cjs <<'JS'
require('reflect-metadata');
const { Controller, Get, Module } = require('@nestjs/common');
const { APP_GUARD, NestFactory } = require('@nestjs/core');
const { ThrottlerGuard, ThrottlerModule } = require('@nestjs/throttler');

class Things {
  all() {
    return [];
  }
}
Get('things')(Things.prototype, 'all', Object.getOwnPropertyDescriptor(Things.prototype, 'all'));
Controller()(Things);
const limit = { ttl: 60_000, limit: 1 };
const cases = {
  'no name': [limit],
  default: [{ ...limit, name: 'default' }],
  'minute: ': [{ ...limit, name: 'minute' }],
  'burst and minute': [{ ...limit, name: 'burst' }, { ...limit, name: 'minute', limit: 50 }],
};
(async () => {
  for (const [name, throttlers] of Object.entries(cases)) {
    class App {}
    const guard = { provide: APP_GUARD, useClass: ThrottlerGuard };
    Module({ imports: [ThrottlerModule.forRoot({ throttlers })], controllers: [Things], providers: [guard] })(App);
    const app = await NestFactory.create(App, { logger: false });
    await app.listen(0, '127.0.0.1');
    const url = `http://127.0.0.1:${app.getHttpServer().address().port}/things`;
    await fetch(url);
    const refused = await fetch(url);
    const headers = [...refused.headers.keys()].filter((header) => header.startsWith('retry-after'));
    console.log(`${name.includes(':') ? name : `${name}:`} ${refused.status} ${headers.join(' ')}`);
    await app.close();
  }
})();
JS
node seen.cjs | tee seen
diff seen - <<'OUT'
no name: 429 retry-after
default: 429 retry-after
minute:  429 retry-after-minute
burst and minute: 429 retry-after-burst
OUT
echo 'as described'
