import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '@twl/contracts';
import { toCanonicalJson } from '@twl/fingerprint';
import { sliceKey, type ResumePoint } from './read-state';
import { createKeyReader, type KeyReader } from '../records/record-key';
import { embeddedKey, type Slice } from '../roles/slice';

const contentKey = createKeyReader([]);

/**
 * Follows a slice page by page, and knows the last page of it that was handed over. A read that goes on begins with that page: only while
 * the same token brings the same records is it certain that none of the pages before it has moved.
 */
export class SliceProgress {
  /** Names the slice. */
  readonly id: string;
  private token: Json | undefined;
  private first: Json | undefined;
  private digest = createHash('sha256');
  private records = 0;
  private body = '';
  private last: ResumePoint | undefined;
  /** The place that the read was to begin at is not there any more. */
  isLost = false;
  /** Whether the read stands at a place that was found again, or began at the beginning. */
  isFound: boolean;

  constructor(
    readonly slice: Slice,
    private readonly key: KeyReader,
    /** Where an earlier part of the read stood. */
    readonly from?: ResumePoint,
  ) {
    this.id = sliceKey(slice);
    this.last = from;
    this.isFound = from === undefined;
  }

  /** Where a later read may go on; undefined while that is the beginning. */
  get place(): ResumePoint | undefined {
    return this.last;
  }

  /** The page that comes next is asked for: the one before it has been handed over and looked into. */
  beginPage(token: Json): void {
    this.endPage();
    if (this.first === undefined) this.first = token;
    this.token = token;
  }

  observe(record: JsonObject): void {
    const found = this.key(record);
    const key = 'key' in found ? found : contentKey(record);
    this.digest.update('key' in key ? key.key : '').update('\n');
    this.records++;
  }

  /** The page that is handed over now. */
  handOver(sha256: string): void {
    this.body = sha256;
  }

  /** All that was asked for has been handed over. */
  end(): void {
    this.endPage();
  }

  private endPage(): void {
    // A page that was not handed over, for it only said the end, is no place.
    if (this.token !== undefined && this.body !== '') this.pass(this.token, this.check);
    this.digest = createHash('sha256');
    this.records = 0;
    this.body = '';
  }

  private get check(): string {
    return this.records > 0 ? this.digest.digest('base64url').slice(0, 22) : `body ${this.body}`;
  }

  private pass(token: Json, check: string): void {
    if (!this.isFound) {
      this.isLost = check !== this.from?.check;
      this.isFound = !this.isLost;
    }
    const isBeginning = this.from === undefined && this.first !== undefined && isSame(token, this.first);
    if (!this.isLost && !isBeginning) this.last = { slice: withoutFirstPage(this.slice), token, check };
  }
}

const isSame = (a: Json, b: Json): boolean => toCanonicalJson(a) === toCanonicalJson(b);

/** The first page may have come with the record of a parent: it is not needed to go on. */
const withoutFirstPage = (slice: Slice): Slice => {
  const { [embeddedKey]: _first, ...extra } = slice.extra;
  return { ...slice, extra };
};
