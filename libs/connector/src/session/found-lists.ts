import { missingTextOf, type MissingList } from './missing-list';
import type { RunNotes } from './run-notes';

/** How the lists of one stream were found in a read: of the stream itself, or of a parent. */
interface ListsOf {
  /** The owner of the responses, and the request. */
  where: string;
  found: number;
  blank: number;
  missing: { count: number; first: MissingList; where: string } | undefined;
  /** A list of records is under another path, or a message replaces the list. */
  other: { first: MissingList; where: string; count: number } | undefined;
}

/** The conclusion from the lists of a complete read. */
export interface ListsVerdict {
  /** Why the read is suspect whatever was there before. */
  doubt?: string;
  /** What is missing: suspicious only if there were records before. */
  missing?: string;
}

/** Whose response a page is. */
export interface ListOwner {
  /** The reader of the stream: one per stream, or parent stream, of a read. */
  reader: object;
  /** The request, in words. */
  where: string;
}

/** Tracks whether the lists of items were found in the responses of a read, to distinguish an empty list from a path that leads nowhere. */
export class FoundLists {
  private readonly streams = new Map<object, ListsOf>();
  private errors: string | undefined;
  private judged: ListsVerdict | undefined;

  constructor(private readonly notes: RunNotes) {}

  /** The response had its list, empty or not. */
  found(owner: ListOwner): void {
    this.of(owner).found++;
  }

  /** The response has no content by its status. */
  blank(owner: ListOwner): void {
    this.of(owner).blank++;
  }

  missing(owner: ListOwner, list: MissingList): void {
    const lists = this.of(owner);
    const { where } = owner;
    if (lists.missing) lists.missing.count++;
    else lists.missing = { count: 1, first: list, where };
    if (list.instead === 'nothing') return;
    if (lists.other) lists.other.count++;
    else lists.other = { count: 1, first: list, where };
  }

  /** The response has errors next to its list. */
  withErrors({ where }: ListOwner, errors: string): void {
    this.errors ??= `${where} lists not all that was asked for, with ${errors}`;
  }

  /**
   * Returns the verdict of a complete read, reported once in the notes. @param allowsNone the settings of the source allow an empty stream
   */
  verdict(how: { allowsNone: boolean; isWhole: boolean }): ListsVerdict {
    if (this.judged) return this.judged;
    const verdicts = [...this.streams.values()].map((lists) => this.judge(lists, how));
    const doubt = this.errors ?? verdicts.find((each) => each.doubt !== undefined)?.doubt;
    const missing = verdicts.find((each) => each.missing !== undefined)?.missing;
    return (this.judged = { ...(doubt !== undefined && { doubt }), ...(missing !== undefined && { missing }) });
  }

  private judge(lists: ListsOf, how: { allowsNone: boolean; isWhole: boolean }): ListsVerdict {
    const { notes } = this;
    const { found, blank, missing, other, where } = lists;
    if (!missing) {
      if (found === 0 && blank > 0) notes.add('NO_CONTENT', `${where}: every response says by its status that it has no content`, where);
      return {};
    }
    if (found > 0) {
      // Other responses of the read have the list: this one can leave out an empty one, unless another value replaces it.
      if (other) notes.addUnseen('LIST_MISSING', listTextOf(other), other.first.path);
      return {};
    }
    const reported = other ?? missing;
    // A source that has nothing new often leaves the list out.
    if (!other && !how.isWhole) return {};
    notes.add('LIST_MISSING', listTextOf(reported), reported.first.path);
    if (how.allowsNone) return {};
    const isOdd = other !== undefined && (how.isWhole || other.first.instead === 'message' || other.first.near !== undefined);
    return isOdd ? { doubt: listTextOf(reported) } : { missing: listTextOf(reported) };
  }

  private of({ reader, where }: ListOwner): ListsOf {
    const known = this.streams.get(reader);
    if (known) return known;
    const lists: ListsOf = { where, found: 0, blank: 0, missing: undefined, other: undefined };
    this.streams.set(reader, lists);
    return lists;
  }
}

const listTextOf = ({ first, where }: { first: MissingList; where: string }): string => `${where}: ${missingTextOf(first)}`;
