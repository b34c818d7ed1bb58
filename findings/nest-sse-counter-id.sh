#!/usr/bin/env bash
# @nestjs/core 11.2.10, `@Sse` and events without an `id`
#
# Expected: an event that is returned without `id` is written without an `id` line, so that a client's last event id stays that of the last event that
# had one (WHATWG HTML, 9.2.6).
# Behaviour: it is written with the number of events without an id so far: `id: 1`, `id: 2`. A heartbeat after `k-900` makes the last event id of
# the client `1`, and with that it asks to go on after a lost connection. `id: ''` does not help: it is written, and clears the last event id.
# Who meets it: a feed whose ids are cursors, and which sends a heartbeat (`{ type: 'ping' }`) so that proxies keep the connection. It works until a
# connection is lost right after a heartbeat; then the server gets a cursor that it never gave out.
# Output seen:
#   record id: k-900
#   ping id: 1
#   ping id: 2
#   record id: k-901
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @nestjs/core@11.2.10 @nestjs/common@11.2.10 @nestjs/platform-express@11.2.10 reflect-metadata@0.2.2 rxjs@7.8.2
cat > seen.cjs <<'JS'
require('reflect-metadata');
const { Controller, Module, Sse } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');
const { of } = require('rxjs');

const ping = () => ({ type: 'ping', data: '{}' });
class Feed {
  changes() {
    return of({ type: 'record', id: 'k-900', data: 'a' }, ping(), ping(), { type: 'record', id: 'k-901', data: 'b' });
  }
}
Sse('changes')(Feed.prototype, 'changes', Object.getOwnPropertyDescriptor(Feed.prototype, 'changes'));
Controller()(Feed);
class App {}
Module({ controllers: [Feed] })(App);
(async () => {
  const app = await NestFactory.create(App, { logger: false });
  await app.listen(0, '127.0.0.1');
  const response = await fetch(`http://127.0.0.1:${app.getHttpServer().address().port}/changes`);
  for (const event of (await response.text()).trim().split('\n\n')) {
    const lines = event.split('\n').filter((line) => line.startsWith('event: ') || line.startsWith('id: '));
    console.log(lines.map((line) => line.replace('event: ', '')).join(' '));
  }
  await app.close();
})();
JS
node seen.cjs | tee seen
diff seen - <<'OUT'
record id: k-900
ping id: 1
ping id: 2
record id: k-901
OUT
echo 'as described'
