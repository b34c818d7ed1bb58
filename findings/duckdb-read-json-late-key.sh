#!/usr/bin/env bash
# DuckDB 1.5.6 (npm: @duckdb/node-api 1.5.6-r.1), read_json of newline-delimited JSON
#
# Expected: a key that comes up late in a file is a column, or an error.
# Behaviour: columns are guessed from the first 20,480 records. A key that appears first in record 20,481 is an error when the rows are read,
# and `union_by_name = true`, the usual advice for files whose columns differ, makes the error go away together with the value: the rows come,
# the column does not. count(*) works in both cases. `columns = {...}` or `sample_size = -1` bring it.
# Who meets it: whoever queries raw pages or logs in which an optional field is rare.
# Output seen: see the end of this file.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @duckdb/node-api@1.5.6-r.1
cat > seen.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
const db = await (await DuckDBInstance.create()).connect();
const rows = Array.from({ length: 20481 }, (_, id) => JSON.stringify(id < 20480 ? { id } : { id, late: 'x' }));
writeFileSync('rows.jsonl', rows.join('\n'));
for (const options of ['', ', union_by_name = true', ', sample_size = -1', ", columns = {id: 'INTEGER', late: 'VARCHAR'}"]) {
  const last = `SELECT * FROM read_json('rows.jsonl'${options}) ORDER BY id DESC LIMIT 1`;
  const seen = await db.runAndReadAll(last).then((all) => JSON.stringify(all.getRowObjectsJson()), () => 'error: unknown key "late"');
  const [[count]] = (await db.runAndReadAll(`SELECT count(*)::INTEGER FROM read_json('rows.jsonl'${options})`)).getRowsJson();
  console.log(`${options.slice(2) || 'as it is'}: ${count} rows, the last one: ${seen}`);
}
JS
node seen.mjs | tee seen
diff seen - <<'OUT'
as it is: 20481 rows, the last one: error: unknown key "late"
union_by_name = true: 20481 rows, the last one: [{"id":"20480"}]
sample_size = -1: 20481 rows, the last one: [{"id":"20480","late":"x"}]
columns = {id: 'INTEGER', late: 'VARCHAR'}: 20481 rows, the last one: [{"id":20480,"late":"x"}]
OUT
echo 'as described'
