import { Random } from '../random';

/** Posts there are at the start, and at most. */
export const initialPosts = 100;
export const mostPosts = 2_000;

/** Periods between two edits of one of the first posts: two of them are edited in each period. */
const cycle = initialPosts / 2;

/** Later posts are edited ever more rarely, so that the changes of a period stay few. */
const periodsBetweenEdits = (id: number): number => (id <= initialPosts ? cycle : 4 * id);

/** Says what has happened to the posts by a period, without going through the periods before it. */
export class Life {
  /** Period of the first edit, by id. */
  private readonly firstEdits: number[] = [];

  constructor(private readonly seed: string) {
    const random = new Random(`${seed}/life`);
    const drawn = Array.from({ length: initialPosts }, (_, index) => ({ id: index + 1, lot: random.next() }));
    drawn.sort((a, b) => a.lot - b.lot).forEach(({ id }, place) => (this.firstEdits[id] = (place % cycle) + 1));
  }

  /** The newest id: one post is added in each period. */
  lastId(period: number): number {
    return Math.min(initialPosts + period, mostPosts);
  }

  /** How often a post has been edited. */
  revision(id: number, period: number): number {
    const first = (this.firstEdits[id] ??= this.firstEditOfLater(id));
    return period < first ? 0 : Math.floor((period - first) / periodsBetweenEdits(id)) + 1;
  }

  private firstEditOfLater(id: number): number {
    return id - initialPosts + new Random(`${this.seed}/life/${String(id)}`).int(1, periodsBetweenEdits(id));
  }
}
