import { fromOrderText, namedStreams, toOrderText, WalkExpiredError, requireValue } from '@twl/ports';
import type { Database } from './database';

/** A stream and the generation of it that is shown. */
export interface StreamRow {
  id: number;
  source: string;
  stream: string;
  seq: number;
  fence: number;
  lease_run: string | null;
  lease_owner: string | null;
  lease_until: number | null;
  state: string | null;
  generation: number;
  /** Revision from which that generation is shown. */
  since: number;
}

const select = 'SELECT s.*, g.since FROM streams s JOIN generations g ON g.id = s.generation';

const selectShownAt = `
  SELECT id, since, forgotten FROM generations
  WHERE stream_id = ? AND since <= ? AND coalesce(until, 9e15) > ? AND (state = 'shown' OR replaced IS NOT NULL)`;

const decodeRow = (row: StreamRow): StreamRow => ({ ...row, source: fromOrderText(row.source), stream: fromOrderText(row.stream) });

/** The streams in the database. */
export class Streams {
  constructor(private readonly db: Database) {}

  find(source: string, stream: string): StreamRow | undefined {
    const row = this.db.get<StreamRow>(`${select} WHERE source = ? AND stream = ?`, toOrderText(source), toOrderText(stream));
    return row && decodeRow(row);
  }

  /** Returns the row of an existing stream. @throws TypeError if it is missing */
  requireStream({ source, stream }: { source: string; stream: string }): StreamRow {
    return requireValue(this.find(source, stream), `stream ${source}.${stream}`);
  }

  /** Returns the row of a stream, and creates it if it is new. Call it in a write. */
  findOrCreate(source: string, stream: string): StreamRow {
    const known = this.find(source, stream);
    if (known) return known;
    const values = [toOrderText(source), toOrderText(stream)];
    const { id } = this.db.requireRow<{ id: number }>('INSERT INTO streams (source, stream) VALUES (?, ?) RETURNING id', ...values);
    const generation = this.addGeneration(id, 'shown', null);
    this.db.run('UPDATE streams SET generation = ? WHERE id = ?', generation, id);
    return this.requireStream({ source, stream });
  }

  byId(id: number): StreamRow {
    return decodeRow(this.db.requireRow<StreamRow>(`${select} WHERE s.id = ?`, id));
  }

  /** Returns the streams that match a filter. */
  list(filter: { source?: string | undefined; stream?: string | undefined } = {}): StreamRow[] {
    return namedStreams(this.db.all<StreamRow>(`${select} ORDER BY s.id`).map(decodeRow), filter);
  }

  /**
   * Returns the streams that match a filter, each with the generation that was shown at a revision.
   * @throws WalkExpiredError when a generation is dropped
   */
  listAt(revision: number, filter: { source?: string | undefined; stream?: string | undefined }): StreamRow[] {
    return this.list(filter).map((stream) => {
      const then = this.db.get<{ id: number; since: number; forgotten: number }>(selectShownAt, stream.id, revision, revision);
      if (!then || then.forgotten > revision) throw new WalkExpiredError();
      return { ...stream, generation: then.id, since: then.since };
    });
  }

  addGeneration(stream: number, state: 'building' | 'shown', owner: string | null): number {
    const insert = 'INSERT INTO generations (stream_id, state, owner) VALUES (?, ?, ?) RETURNING id';
    return this.db.requireRow<{ id: number }>(insert, stream, state, owner).id;
  }
}
