import type { FoundLists } from '../session/found-lists';
import type { Tally } from './tally';

/** Judges a complete read by the contents of its pages. */
export class ReadJudge {
  constructor(
    private readonly tally: Tally,
    private readonly lists: FoundLists,
    private readonly how: { allowsNone: boolean; isWhole: boolean },
  ) {}

  /** Describes the problem; undefined if there is none. */
  suspicion(): string | undefined {
    return this.tally.suspicion(this.how.isWhole) ?? this.lists.verdict(this.how).doubt;
  }

  /** Returns where the list of records is missing. */
  missing(): string | undefined {
    return this.lists.verdict(this.how).missing;
  }
}
