import { Random } from '../random';
import { newPost, postText, type Post } from './post';

const initialPosts = 100;
const mostPosts = 5_000;

/** What the posts' life depends on. */
export interface LivingPostsOptions {
  seed: string;
  /** Milliseconds between two changes; 0 for none. */
  changeEveryMs: number;
  /** When the first period began, ms since 1970. */
  since: number;
  now(): number;
}

/** Posts that change slowly: each period one to three are edited and one is added, by seed and elapsed time alone. */
export class LivingPosts {
  private readonly posts = new Map<number, Post>();
  private lastId = 0;
  private period = 0;

  constructor(private readonly options: LivingPostsOptions) {
    while (this.lastId < initialPosts) this.append({});
  }

  /** All posts as they are now, by id. */
  all(): Post[] {
    this.catchUp();
    return [...this.posts.values()];
  }

  get(id: number): Post | undefined {
    this.catchUp();
    return this.posts.get(id);
  }

  /** Changes fields of a post; undefined when there is none of that id. */
  edit(id: number, changes: Partial<Omit<Post, 'id'>>): Post | undefined {
    const post = this.get(id);
    return post && this.put({ ...post, ...changes });
  }

  /** Adds a post; what is not given is generated. */
  add(fields: Partial<Omit<Post, 'id'>> = {}): Post {
    this.catchUp();
    return this.append(fields);
  }

  /** Removes a post; false when there is none of that id. */
  remove(id: number): boolean {
    this.catchUp();
    return this.posts.delete(id);
  }

  private catchUp(): void {
    const { changeEveryMs, now, since } = this.options;
    if (changeEveryMs <= 0) return;
    const due = Math.floor((now() - since) / changeEveryMs);
    while (this.period < due) this.change(++this.period);
  }

  private change(period: number): void {
    const random = new Random(`${this.options.seed}/period/${String(period)}`);
    for (let edits = random.int(1, 3); edits > 0; edits--) {
      const post = this.posts.get(random.int(1, this.lastId));
      if (post) this.put({ ...post, ...postText(this.options.seed, post.id, period) });
    }
    if (this.posts.size < mostPosts) this.append({});
  }

  private append(fields: Partial<Omit<Post, 'id'>>): Post {
    return this.put({ ...newPost(this.options.seed, ++this.lastId), ...fields });
  }

  private put(post: Post): Post {
    this.posts.set(post.id, post);
    return post;
  }
}
