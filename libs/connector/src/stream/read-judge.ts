import type { FoundLists } from '../session/found-lists';
import type { Tally } from './tally';

/** Judges a read that came to its end by what its pages had. */
export class ReadJudge {
  constructor(
    private readonly tally: Tally,
    private readonly lists: FoundLists,
    private readonly how: { allowsNone: boolean; isWhole: boolean },
  ) {}

  /** What is wrong with it; undefined where nothing is. */
  suspicion(): string | undefined {
    return this.tally.suspicion(this.how.isWhole) ?? this.lists.verdict(this.how).doubt;
  }

  /** Where the list of records is, where it is missing. */
  missing(): string | undefined {
    return this.lists.verdict(this.how).missing;
  }
}
