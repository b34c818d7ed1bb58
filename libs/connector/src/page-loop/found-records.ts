import type { Payload } from '@twl/ports';
import type { ReadablePage, RecordSelector, Selected } from '../roles/roles';

/** A page up to this may be kept as its records, bytes. */
export const smallPage = 1024 * 1024;

interface Found {
  items: (readonly Selected[])[];
  /** The error thrown after them. */
  failure?: { error: unknown };
}

/** Keeps the records of pages as long as their bodies, for callers that read and extract pages in one process. */
export class FoundRecords {
  private readonly pages = new WeakMap<Payload, Promise<Found> | undefined>();

  constructor(private readonly selector: RecordSelector) {}

  /** Keeps the records of a page, which are needed again. */
  keep(page: ReadablePage): AsyncIterable<readonly Selected[]> {
    const { body } = page;
    // A response of several partitions has different records in each.
    if (this.pages.has(body)) this.pages.set(body, undefined);
    else if (body.bytes <= smallPage) this.pages.set(body, collected(this.selector.select(page)));
    return this.of(page);
  }

  /** The records of a page, as they were found when it was read, or found now. @throws as the selector does */
  of(page: ReadablePage): AsyncIterable<readonly Selected[]> {
    const found = this.pages.get(page.body);
    return found ? given(found) : this.selector.select(page);
  }
}

const collected = async (source: AsyncIterable<readonly Selected[]>): Promise<Found> => {
  const items: (readonly Selected[])[] = [];
  try {
    for await (const some of source) items.push(some);
    return { items };
  } catch (error) {
    return { items, failure: { error } };
  }
};

async function* given(found: Promise<Found>): AsyncGenerator<readonly Selected[], void> {
  const { items, failure } = await found;
  yield* items;
  if (failure) throw failure.error;
}
