import type { CuratedRecord } from '@twl/contracts';
import type { Simulator } from '@twl/simulator';
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';

type Posts = Simulator['posts'];

/** What a record must show, as far as it does not depend on when things happened. */
type Shown = Pick<CuratedRecord, 'id' | 'key' | 'version' | 'fingerprint' | 'title' | 'data'>;

const canonical = (value: unknown): string => canonicalize(value) ?? '';

const lineOf = ({ id, key, version, fingerprint, title, data }: Shown): string => canonical({ id, key, version, fingerprint, title, data });

const sorted = (lines: string[]): string => lines.toSorted().join('\n');

/** The canonical lines of records that were read over the API. */
export const linesOf = (records: CuratedRecord[]): string => sorted(records.map(lineOf));

/** Knows, independently of the product, what must be stored of the posts of a simulator once they were fetched to the end. */
export class PostsModel {
  private readonly versions = new Map<number, number>();

  constructor(
    private readonly posts: Posts,
    private readonly source: string,
  ) {}

  /** Changes every tenth post or so, and adds one. Each change is to be seen by one run at least before the next. */
  change(round: number): void {
    for (let id = 1 + (round % 11); id <= this.posts.all().length; id += 11) this.edit(id, round);
    this.posts.add();
  }

  get lines(): string {
    return sorted(this.posts.all().map((post) => this.line(post)));
  }

  /** New records, and changes of them, that the runs must have counted in all. */
  get sums(): { new: number; changed: number } {
    const changed = [...this.versions.values()].reduce((sum, version) => sum + version - 1, 0);
    return { new: this.posts.all().length, changed };
  }

  private edit(id: number, round: number): void {
    this.posts.edit(id, { title: `post ${String(id)} in round ${String(round)}` });
    this.versions.set(id, (this.versions.get(id) ?? 1) + 1);
  }

  private line(post: ReturnType<Posts['all']>[number]): string {
    const fingerprint = `md5:${createHash('md5').update(canonical(post)).digest('hex')}`;
    const key = String(post.id);
    const data = { ...post };
    return lineOf({
      id: `${this.source}.posts.${key}`,
      key,
      version: this.versions.get(post.id) ?? 1,
      fingerprint,
      title: post.title,
      data,
    });
  }
}
