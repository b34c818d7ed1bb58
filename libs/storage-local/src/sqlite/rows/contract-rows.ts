import type { Acceptance } from '@twl/contracts';
import { readJson, writeJson } from '@twl/json';
import { type ContractNotes, type ContractUpdate, toOrderText } from '@twl/ports';
import type { Database } from '../database';

type Row = { body: string };

/** Stores the contract update of a page, in place of an earlier one of that page. Call it in a write. */
export const putContractUpdate = (db: Database, generation: number, update: ContractUpdate): void => {
  const { runSeq, pageIndex, runId } = update.page;
  db.run(
    'INSERT OR REPLACE INTO contract_updates VALUES (?, ?, ?, ?, ?)',
    generation,
    runSeq,
    pageIndex,
    toOrderText(runId),
    writeJson(update),
  );
};

/** Stores an accepted contract change, once. Call it in a write. */
export const putAcceptance = (db: Database, stream: number, acceptance: Acceptance): void => {
  const { field, type } = acceptance;
  const insert = 'INSERT INTO acceptances VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
  db.run(insert, stream, toOrderText(field), type ?? '', writeJson(acceptance));
};

/** Reads the contract updates of a generation in order of their pages, and the accepted changes of its stream. */
export const readContractNotes = (db: Database, { generation, stream }: { generation: number; stream: number }): ContractNotes => {
  const updates = db.all<Row>('SELECT body FROM contract_updates WHERE generation = ? ORDER BY run_seq, page_index, run_id', generation);
  const accepted = db.all<Row>('SELECT body FROM acceptances WHERE stream_id = ? ORDER BY field, type', stream);
  return {
    updates: updates.map(({ body }) => readJson<ContractUpdate>(body)),
    accepted: accepted.map(({ body }) => readJson<Acceptance>(body)),
  };
};
