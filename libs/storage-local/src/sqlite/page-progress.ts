import { noCounts, type Counts, type PageId } from '@twl/contracts';
import { type PageEntry, toOrderText } from '@twl/ports';
import type { Database } from './database';
import type { StreamRow } from './streams';

/** Progress of a page in one generation. */
type ChunkProgress = Pick<PageEntry, 'status' | 'next' | 'counts'>;

type ProgressRow = Pick<ChunkProgress, 'status' | 'next'> & { counts: string };

const progressOf = (row: ProgressRow): ChunkProgress => ({ ...row, counts: JSON.parse(row.counts) as Counts });

/** The page progress that the commits of a generation change. */
export interface ProgressStore {
  find(page: PageId): ChunkProgress | undefined;
  move(page: PageId, progress: ChunkProgress): void;
}

/** Progress in the ledger itself, for the generation that is shown: a page exists once it was entered. */
export const shownProgress = (db: Database, stream: StreamRow): ProgressStore => ({
  find: ({ runId, pageIndex }) => {
    const select = 'SELECT status, next, counts FROM pages WHERE run_id = ? AND page_index = ? AND stream_id = ?';
    const row = db.get<ProgressRow>(select, toOrderText(runId), pageIndex, stream.id);
    return row && progressOf(row);
  },
  move: ({ runId, pageIndex }, { status, next, counts }) => {
    const update = 'UPDATE pages SET status = ?, next = ?, counts = ? WHERE run_id = ? AND page_index = ?';
    db.run(update, status, next, JSON.stringify(counts), toOrderText(runId), pageIndex);
  },
});

/** Progress in a generation that is being built: every page is open until it is applied. */
export const buildingProgress = (db: Database, generation: number): ProgressStore => ({
  find: ({ runId, pageIndex }) => {
    const select = 'SELECT status, next, counts FROM generation_pages WHERE generation = ? AND run_id = ? AND page_index = ?';
    const row = db.get<ProgressRow>(select, generation, toOrderText(runId), pageIndex);
    return row ? progressOf(row) : { status: 'open', next: 0, counts: noCounts() };
  },
  move: ({ runId, pageIndex }, { status, next, counts }) => {
    const page = [generation, toOrderText(runId), pageIndex];
    db.run('INSERT OR REPLACE INTO generation_pages VALUES (?, ?, ?, ?, ?, ?)', ...page, status, next, JSON.stringify(counts));
  },
});
