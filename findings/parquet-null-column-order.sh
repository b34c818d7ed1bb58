#!/usr/bin/env bash
# hyparquet-writer 0.17.0 read by DuckDB 1.5.6 (npm: @duckdb/node-api 1.5.6-r.1), files of which one has a column of nulls alone
#
# Expected: a column that is null in one file and text in the next is a nullable text column of both, in whatever order they are listed.
# Behaviour: without a schema the writer makes a column of nulls a plain BYTE_ARRAY, which readers call BLOB. DuckDB takes the types of the first file:
# listed first, that file turns the texts of all others into BLOBs, and as soon as one text is not ASCII, or the column holds numbers, the query fails.
# Listed last, all is well. Files are listed by name, so it depends on which day had no value.
# Who meets it: whoever writes a folder of Parquet file by file and lets the writer find the types.
# Output seen:
#   nulls first, ASCII text: BLOB
#   nulls first, other text: error
#   nulls first, numbers: error
#   nulls last, other text: VARCHAR
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund hyparquet-writer@0.17.0 @duckdb/node-api@1.5.6-r.1
cat > seen.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetWriteBuffer } from 'hyparquet-writer';
const db = await (await DuckDBInstance.create()).connect();
const write = (file, data) => writeFileSync(file, Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'note', data }] })));
write('nulls.parquet', [null, null]);
const typeOf = async (label, files, data) => {
  write('values.parquet', data);
  const query = `SELECT DISTINCT typeof(note) FROM read_parquet([${files.map((file) => `'${file}.parquet'`)}]) WHERE note IS NOT NULL`;
  console.log(`${label}: ${await db.runAndReadAll(query).then((rows) => rows.getRowsJson().join(), () => 'error')}`);
};
await typeOf('nulls first, ASCII text', ['nulls', 'values'], ['x', 'y']);
await typeOf('nulls first, other text', ['nulls', 'values'], ['café', 'y']);
await typeOf('nulls first, numbers', ['nulls', 'values'], [7, 8]);
await typeOf('nulls last, other text', ['values', 'nulls'], ['café', 'y']);
JS
node seen.mjs | tee seen
diff seen - <<'OUT'
nulls first, ASCII text: BLOB
nulls first, other text: error
nulls first, numbers: error
nulls last, other text: VARCHAR
OUT
echo 'as described'
