import { hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { JsonObject } from '@twl/contracts';
import { toCanonicalJson } from '@twl/fingerprint';
import { bodies, type Load } from './records';

const pagesIn = (folder: string, load: Load): string => `${folder}/floor-${load.revision}-${load.changedPercent}`;

/** Writes the pages of a load as compressed files. */
export const fillFloor = (folder: string, load: Load): void => {
  mkdirSync(pagesIn(folder, load), { recursive: true });
  let page = 0;
  for (const text of bodies(load)) writeFileSync(`${pagesIn(folder, load)}/${String(page++).padStart(6, '0')}.gz`, gzipSync(text));
};

/**
 * The least that storing these records takes, without a pipeline: read, decompress, parse, canonicalise, hash, and one prepared
 * statement per record in transactions of one page, on a database as durable as the product's.
 */
export const runFloor = (folder: string, load: Load): void => {
  const db = new DatabaseSync(`${folder}/floor.db`);
  // What the product sets: its durability, and all that makes it quick.
  db.exec('PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  db.exec('PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 3072');
  db.exec('CREATE TABLE IF NOT EXISTS records (id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, data TEXT NOT NULL)');
  const put = db.prepare(`INSERT INTO records VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE
    SET fingerprint = excluded.fingerprint, data = excluded.data WHERE fingerprint <> excluded.fingerprint`);
  for (const file of readdirSync(pagesIn(folder, load)).sort()) {
    const { items } = JSON.parse(gunzipSync(readFileSync(`${pagesIn(folder, load)}/${file}`)).toString('utf8')) as { items: JsonObject[] };
    db.exec('BEGIN IMMEDIATE');
    for (const item of items) {
      const text = toCanonicalJson(item);
      put.run(item['id'] as string, `md5:${hash('md5', text)}`, text);
    }
    db.exec('COMMIT');
  }
  db.close();
};
