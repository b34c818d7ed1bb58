import { noCounts, type Counts } from '@twl/contracts';
import { type PageEntry, type PageRef, toOrderText } from '@twl/ports';
import type { Database } from './database';
import type { StreamRow } from './streams';

/** How far a page is, in one generation. */
type ChunkProgress = Pick<PageEntry, 'status' | 'next' | 'counts'>;

type ProgressRow = Pick<ChunkProgress, 'status' | 'next'> & { counts: string };

const progressOf = (row: ProgressRow): ChunkProgress => ({ ...row, counts: JSON.parse(row.counts) as Counts });

/** The books that a generation's commits move on. */
export interface Books {
  find(page: PageRef): ChunkProgress | undefined;
  move(page: PageRef, progress: ChunkProgress): void;
}

/** The ledger itself, for the generation that is shown: a page is there once it was entered. */
export const shownBooks = (db: Database, stream: StreamRow): Books => ({
  find: ({ run, index }) => {
    const select = 'SELECT status, next, counts FROM pages WHERE run = ? AND idx = ? AND stream_id = ?';
    const row = db.get<ProgressRow>(select, toOrderText(run), index, stream.id);
    return row && progressOf(row);
  },
  move: ({ run, index }, { status, next, counts }) => {
    const update = 'UPDATE pages SET status = ?, next = ?, counts = ? WHERE run = ? AND idx = ?';
    db.run(update, status, next, JSON.stringify(counts), toOrderText(run), index);
  },
});

/** The books of a generation that is being built: every page is open in them until it is applied. */
export const buildingBooks = (db: Database, generation: number): Books => ({
  find: ({ run, index }) => {
    const select = 'SELECT status, next, counts FROM generation_pages WHERE generation = ? AND run = ? AND idx = ?';
    const row = db.get<ProgressRow>(select, generation, toOrderText(run), index);
    return row ? progressOf(row) : { status: 'open', next: 0, counts: noCounts() };
  },
  move: ({ run, index }, { status, next, counts }) => {
    const place = [generation, toOrderText(run), index];
    db.run('INSERT OR REPLACE INTO generation_pages VALUES (?, ?, ?, ?, ?, ?)', ...place, status, next, JSON.stringify(counts));
  },
});
