import type { Json } from '@twl/contracts';
import type { FieldRule } from './field-rule';
import type { KnownField } from './known-fields';
import { bits, unfit } from './type-bits';

/** One field while a page is looked at: what the contract says of it, and what the page shows. */
export class FieldNode {
  /** Types that were seen. */
  seen = 0;
  /** How often it was there. */
  count = 0;
  /** How often it was an object with something in it. */
  filled = 0;
  /** The first item that showed what the contract has not. */
  first: { itemIndex: number; sample: string } | undefined;
  /** The first type that is not null, and the first item that showed another one. */
  firstType = 0;
  other: { itemIndex: number; sample: string } | undefined;
  readonly children = new Map<string, FieldNode>();
  items: FieldNode | undefined;
  /** Types that make a record be refused, or the page. */
  readonly refused: number;

  readonly known: KnownField | undefined;
  readonly rule: FieldRule;
  /** Whether it can be there more than once in a record. */
  readonly isInList: boolean;

  constructor(
    readonly path: string,
    { known, rule, isInList }: Pick<FieldNode, 'known' | 'rule' | 'isInList'>,
  ) {
    this.known = known;
    this.rule = rule;
    this.isInList = isInList;
    this.refused = known && rule !== 'ignore' && rule.type !== 'evolve' ? unfit(known.types) & ~known.accepted : 0;
  }

  /** Types of the page that the contract has not. */
  get unfit(): number {
    return this.known ? this.seen & unfit(this.known.types) : 0;
  }

  /** Takes in a type that was not seen yet. */
  note(bit: number, itemIndex: number, value: Json): void {
    if (this.known && (this.unfit & bit) === 0) return;
    const item = { itemIndex, sample: sampleOf(value) };
    this.first ??= item;
    if (bit === bits.null) return;
    if (this.firstType === 0) this.firstType = bit;
    else this.other ??= item;
  }
}

const sampleLength = 60;

/** What a value looks like, in few characters. */
const sampleOf = (value: Json): string => {
  if (typeof value === 'string') return JSON.stringify(value.length > sampleLength ? `${value.slice(0, sampleLength)}…` : value);
  if (Array.isArray(value)) {
    const [first] = value;
    return first === undefined ? '[]' : `[${sampleOf(first)}${value.length > 1 ? ', …' : ''}]`.slice(0, 80);
  }
  if (typeof value !== 'object' || value === null) return String(value);
  const keys = Object.keys(value);
  return `{${keys.slice(0, 3).join(', ').slice(0, sampleLength)}${keys.length > 3 ? ', …' : ''}}`;
};
