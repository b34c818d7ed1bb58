#!/usr/bin/env bash
# DuckDB 1.5.6 (npm: @duckdb/node-api 1.5.6-r.1), a JSON timestamp with an offset read as TIMESTAMP
#
# Expected: `2026-03-01T12:00:00+02:00` read as TIMESTAMP is one value, whether DuckDB finds the type or the query names it.
# Behaviour: where read_json finds the type it is TIMESTAMP and the offset is applied (10:00). Where `columns` names the very same type, the offset
# is dropped without a word (12:00), as a cast does. TIMESTAMPTZ is right in both.
# Who meets it: whoever fixes the columns of a query so that it does not depend on guessing moves every time by its offset.
# Output seen:
#   found: TIMESTAMP 2026-03-01 10:00:00
#   named: TIMESTAMP 2026-03-01 12:00:00
#   named: TIMESTAMP WITH TIME ZONE 2026-03-01 10:00:00+00
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @duckdb/node-api@1.5.6-r.1
echo '{"seen":"2026-03-01T12:00:00+02:00"}' > row.jsonl
cat > seen.mjs <<'JS'
import { DuckDBInstance } from '@duckdb/node-api';
const db = await (await DuckDBInstance.create()).connect();
await db.run("SET TimeZone = 'UTC'");
for (const [how, options] of [['found', ''], ['named', ", columns = {seen: 'TIMESTAMP'}"], ['named', ", columns = {seen: 'TIMESTAMPTZ'}"]]) {
  const rows = await db.runAndReadAll(`SELECT typeof(seen), seen FROM read_json('row.jsonl'${options})`);
  console.log(`${how}: ${rows.getRowsJson()[0].join(' ')}`);
}
JS
node seen.mjs | tee seen
diff seen - <<'OUT'
found: TIMESTAMP 2026-03-01 10:00:00
named: TIMESTAMP 2026-03-01 12:00:00
named: TIMESTAMP WITH TIME ZONE 2026-03-01 10:00:00+00
OUT
echo 'as described'
