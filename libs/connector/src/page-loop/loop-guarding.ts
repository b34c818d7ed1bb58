import type { Json } from '@twl/contracts';
import type { Paginator } from '../roles/paging';
import { LoopGuard, type EndByRepetition } from './loop-guard';
import type { PageContent } from './page-content';
import type { PageWatch } from './page-watch';
import type { PageResult, PagingFeature, PagingPart, SliceWalk } from './paging-part';

/** Ends walks that lead in a circle, or have more pages than a read may. */
export class LoopGuarding implements PagingFeature {
  constructor(
    private readonly paginator: Paginator,
    private readonly maxPages: number,
  ) {}

  begin({ from }: SliceWalk): PagingPart {
    const { paginator, maxPages } = this;
    let guard = new LoopGuard(paginator.pages, maxPages, from !== paginator.initial);
    return {
      countPage: () => guard.next(),
      watch: (page, token) => {
        const content = guard.page(page.page.body.bytes);
        return content && new GuardedPage(guard, content, { ...page, token, isAddress: paginator.path(token) !== undefined });
      },
      restart: () => void (guard = new LoopGuard(paginator.pages, maxPages)),
    };
  }
}

class GuardedPage implements PageWatch {
  readonly mayRepeat: boolean;

  constructor(
    private readonly guard: LoopGuard,
    private readonly content: PageContent,
    private readonly at: PageResult & { token: Json; isAddress: boolean },
  ) {
    this.mayRepeat = guard.wasAsked(at.request);
  }

  get isRepeated(): boolean {
    return this.guard.repeats;
  }

  add(items: readonly Json[]): void {
    this.content.add(items);
  }

  end(): EndByRepetition | undefined {
    const { request, token, isAddress, page } = this.at;
    return this.guard.endPage({ request, token, isAddress, sha256: page.body.sha256 }, this.content);
  }
}
