import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '@twl/contracts';
import { toCanonicalJson } from '@twl/fingerprint';
import { sliceKey, type ResumePoint } from './read-state';
import { createKeyReader, type KeyReader } from '../records/record-key';
import { embeddedKey, type Slice } from '../roles/slice';

const contentKey = createKeyReader([]);

/**
 * Follows a slice page by page and keeps its last page that was handed over. A resumed read begins with that page: no earlier page has
 * moved only if the same token returns the same records.
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
  /** The resume point of the read no longer exists. */
  isLost = false;
  /** True if the read is at a confirmed resume point, or began at the start. */
  isFound: boolean;

  constructor(
    readonly slice: Slice,
    private readonly key: KeyReader,
    /** Position of an earlier part of the read. */
    readonly from?: ResumePoint,
  ) {
    this.id = sliceKey(slice);
    this.last = from;
    this.isFound = from === undefined;
  }

  /** Where a later read can resume; undefined while that is the start. */
  get resumePoint(): ResumePoint | undefined {
    return this.last;
  }

  /** Called when the next page is requested: the previous one was handed over and inspected. */
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

  /** Called when all requested pages were handed over. */
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
