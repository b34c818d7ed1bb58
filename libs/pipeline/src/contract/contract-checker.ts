import { pageIdOf, type ContractSettings } from '@twl/contracts';
import { UnreadablePageError, type ContractNotes, type Extracted, type FieldChange, type ContractUpdate, type PageEntry } from '@twl/ports';
import { describeViolations } from './contract-violations';
import { ContractFrozenError } from './contract-frozen-error';
import { firstRunSeq, type KnownFields } from './fields/known-fields';
import { PageFields } from './page-fields';
import { findFieldChanges } from './find-field-changes';
import { fieldsMissingOnPage, unreportedChanges } from './unreported-changes';

type Items = AsyncIterable<readonly Extracted[]>;

/** What a page is checked with. */
export interface ContractCheckInput {
  page: PageEntry;
  settings: ContractSettings;
  known: KnownFields;
  notes: ContractNotes;
}

/** Checks the records of one page against the contract of its run, and collects the contract update of the page. */
export class ContractChecker {
  private readonly fields: PageFields;
  private readonly isFirstRun: boolean;
  private hasCursor = false;
  /** Result for the page as a whole, where the decision about its records needs it. */
  private pageResult: { refused: ReadonlySet<number>; removed: string } | undefined;

  constructor(private readonly input: ContractCheckInput) {
    this.fields = new PageFields(input.known, input.settings);
    this.isFirstRun = input.page.runSeq <= firstRunSeq(input.notes);
  }

  /** Yields the items of the page; those that break the contract are refused. @throws ContractFrozenError */
  async *checkItems(extract: () => Items): AsyncGenerator<Extracted[]> {
    if (this.fields.needsWholePage) this.pageResult = await this.inspectPage(extract());
    for await (const items of extract()) yield items.map((item) => this.checkItem(item));
  }

  /** The contract update of the page, once all its items are checked; undefined if the page shows nothing new. */
  contractUpdate(): ContractUpdate | undefined {
    const { page, notes } = this.input;
    const earlier = notes.updates.filter(({ page: other }) => other.runSeq === page.runSeq && other.pageIndex < page.pageIndex);
    const isWhole = this.isFirstRun && !earlier.some((each) => each.isWhole);
    const own = this.fieldChanges();
    const all = this.isFirstRun && own.length > 0 && !isWhole ? [...own, ...fieldsMissingOnPage(own, earlier)] : own;
    const changes = isWhole ? all : unreportedChanges(all, earlier);
    if (changes.length === 0) return undefined;
    const { key, fetchedAt: at } = page;
    return { page: pageIdOf(page), key, at, changes, ...(isWhole && { isWhole }) };
  }

  private fieldChanges(): FieldChange[] {
    return findFieldChanges(this.fields, {
      isFirstRun: this.isFirstRun,
      isLaterPage: this.input.page.pageIndex > 0,
      expectsAllFields: !this.hasCursor,
    });
  }

  private inspectItem(item: Extract<Extracted, { kind: 'record' }>): boolean {
    this.hasCursor ||= item.cursor !== null;
    return this.fields.inspectRecord(item.data, item.itemIndex);
  }

  private checkItem(item: Extracted): Extracted {
    if (item.kind !== 'record') return item;
    const { pageResult } = this;
    const isRefused = pageResult ? pageResult.removed !== '' || pageResult.refused.has(item.itemIndex) : this.inspectItem(item);
    if (!isRefused) return item;
    const { itemIndex, pointer, data, key } = item;
    const detail = [describeViolations(this.fields, data), pageResult?.removed].filter(Boolean).join('; ');
    return { kind: 'refused', itemIndex, pointer, reason: 'CONTRACT', detail: `${detail}${this.adviceText()}`, data, key };
  }

  private async inspectPage(pages: Items): Promise<NonNullable<typeof this.pageResult>> {
    const refused = new Set<number>();
    try {
      for await (const items of pages) {
        for (const item of items) if (item.kind === 'record' && this.inspectItem(item)) refused.add(item.itemIndex);
      }
    } catch (error) {
      // Applying the page fails at the same item again; the items before it are judged by what they show.
      if (!(error instanceof UnreadablePageError)) throw error;
    }
    const changes = this.fieldChanges();
    const frozen = changes.filter(({ policy }) => policy === 'freeze');
    if (frozen.length > 0) throw new ContractFrozenError(`${frozen.map(describeChange).join('; ')}${this.adviceText()}`, frozen);
    const removed = changes.filter(({ change, policy }) => change === 'removed' && policy === 'quarantine');
    return { refused, removed: removed.map(describeChange).join('; ') };
  }

  private adviceText(): string {
    const { source, stream } = this.input.page;
    return ` (if it is meant to be so: twl contract accept ${source} ${stream})`;
  }
}

const describeChange = ({ field, change, types, before }: FieldChange): string => {
  const old = before.filter((type) => type !== 'null').join(' or ') || 'null';
  return change === 'removed'
    ? `${field} is in no record of the page, every record had it before (${old})`
    : `${field} is ${types.join(' or ')} where the contract has ${old}`;
};
