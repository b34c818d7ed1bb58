import type { CuratedRecord, RecordsQuery } from '@twl/contracts';
import { UnavailableError, requireLast } from '@twl/ports';
import type { Database } from './database';
import { mergeSorted } from './merge-sorted';
import { readRecord, selectRecords, type RecordRow } from './rows/record-rows';

/** Records read at a time. */
const batch = 500;

interface ExportPart {
  source: string;
  stream: string;
  generation: number;
}

/** Yields every record of some generations in order of ids, each once, as it is at that time. Uses bounded memory. */
export async function* exportRecords(db: Database, parts: ExportPart[], deleted?: RecordsQuery['deleted']): AsyncGenerator<CuratedRecord> {
  const readers = parts.map((part) => readPart(db, part, conditionOf(deleted)));
  let given = 0;
  for (const record of mergeSorted(readers, (a, b) => a.id < b.id)) {
    yield record;
    given += 1;
    if (given % batch === 0) await new Promise(setImmediate);
  }
}

/** Returns the condition on rows for a filter. */
const conditionOf = (deleted: RecordsQuery['deleted']): string => {
  if (deleted === 'include') return '';
  return `AND r.deleted = ${deleted === 'only' ? 1 : 0} `;
};

function* readPart(db: Database, part: ExportPart, filter: string): Generator<CuratedRecord, void> {
  const next = (condition: string, after: string): RecordRow[] => {
    const rows = `${selectRecords} WHERE r.generation = ? AND r.key ${condition} ? ${filter}ORDER BY r.key LIMIT ${batch}`;
    const isThere = "SELECT 1 FROM generations WHERE id = ? AND (state <> 'dropped' OR replaced IS NOT NULL)";
    return db.read(() => {
      if (!db.get(isThere, part.generation)) throw new UnavailableError('the records were replaced during the export; start it again');
      return db.all<RecordRow>(rows, part.generation, after);
    });
  };
  for (let rows = next('>=', ''); rows.length > 0; rows = next('>', requireLast(rows).key)) {
    for (const row of rows) yield readRecord(row, part);
  }
}
