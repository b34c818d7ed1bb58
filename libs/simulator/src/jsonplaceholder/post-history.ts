import { Random } from '../random';

/** Number of posts at the start, and the maximum. */
const initialPosts = 100;
const maxPosts = 2_000;

/** Number of periods between two edits of one of the first posts: two of them are edited in each period. */
const cycle = initialPosts / 2;

/** Later posts are edited less and less often, so that the number of changes per period stays small. */
const periodsBetweenEdits = (id: number): number => (id <= initialPosts ? cycle : 4 * id);

/** Computes what has happened to the posts by a period, without the periods before it. */
export class PostHistory {
  /** Period of the first edit, by id. */
  private readonly firstEdits: number[] = [];

  constructor(private readonly seed: string) {
    const random = new Random(`${seed}/life`);
    const drawn = Array.from({ length: initialPosts }, (_, index) => ({ id: index + 1, lot: random.next() }));
    drawn.sort((a, b) => a.lot - b.lot).forEach(({ id }, rank) => (this.firstEdits[id] = (rank % cycle) + 1));
  }

  /** Returns the newest id: one post is added in each period. */
  lastId(period: number): number {
    return Math.min(initialPosts + period, maxPosts);
  }

  /** Returns how many times a post has been edited. */
  revision(id: number, period: number): number {
    const first = (this.firstEdits[id] ??= this.firstEditOfLater(id));
    return period < first ? 0 : Math.floor((period - first) / periodsBetweenEdits(id)) + 1;
  }

  private firstEditOfLater(id: number): number {
    return id - initialPosts + new Random(`${this.seed}/life/${String(id)}`).int(1, periodsBetweenEdits(id));
  }
}
