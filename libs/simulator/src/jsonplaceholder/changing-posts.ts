import { PostHistory } from './post-history';
import { createPost, createPostText, type Post } from './post';

/** What the changes of the posts depend on. */
export interface ChangingPostsOptions {
  seed: string;
  /** Milliseconds between two changes; 0 means no changes. */
  changeEveryMs: number;
  /** Start of the first period, ms since 1970. */
  since: number;
  now(): number;
}

type Fields = Partial<Omit<Post, 'id'>>;

/** Posts that change slowly: in each period some are edited and one is added, by seed and elapsed time only. */
export class ChangingPosts {
  private readonly life: PostHistory;
  /** Each post at its newest known revision. */
  private readonly posts = new Map<number, { revision: number; post: Post }>();
  private readonly removed = new Set<number>();
  private lastAdded = 0;
  private period = 0;

  constructor(private readonly options: ChangingPostsOptions) {
    this.life = new PostHistory(options.seed);
  }

  /** Returns all current posts, by id. */
  all(): Post[] {
    return Array.from({ length: this.lastId() }, (_, index) => this.get(index + 1)).filter((post) => post !== undefined);
  }

  get(id: number): Post | undefined {
    if (!Number.isInteger(id) || id < 1 || id > this.lastId() || this.removed.has(id)) return undefined;
    const revision = this.life.revision(id, this.period);
    const known = this.posts.get(id);
    if (known?.revision === revision) return known.post;
    const { seed } = this.options;
    return this.put(
      revision,
      known ? { ...known.post, ...createPostText(seed, id, revision) } : { ...createPost(seed, id), ...createPostText(seed, id, revision) },
    );
  }

  /** Changes fields of a post; undefined if the id does not exist. */
  edit(id: number, changes: Fields): Post | undefined {
    const post = this.get(id);
    return post && this.put(this.life.revision(id, this.period), { ...post, ...changes });
  }

  /** Adds a post; missing fields are generated. */
  add(fields: Fields = {}): Post {
    const id = this.lastId() + 1;
    this.lastAdded = id;
    return this.put(this.life.revision(id, this.period), { ...createPost(this.options.seed, id), ...fields });
  }

  /** Removes a post permanently; false if the id does not exist. */
  remove(id: number): boolean {
    if (!this.get(id)) return false;
    this.removed.add(id);
    return true;
  }

  /** Time never goes back here, whatever the clock does. */
  private lastId(): number {
    const { changeEveryMs, now, since } = this.options;
    if (changeEveryMs > 0) this.period = Math.max(this.period, Math.floor((now() - since) / changeEveryMs));
    return Math.max(this.life.lastId(this.period), this.lastAdded);
  }

  private put(revision: number, post: Post): Post {
    this.posts.set(post.id, { revision, post });
    return post;
  }
}
