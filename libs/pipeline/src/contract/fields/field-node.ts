import type { Json } from '@twl/contracts';
import type { FieldRule } from './field-rule';
import type { KnownField } from './known-fields';
import { bits, disallowedTypes } from './type-bits';

/** One field while a page is checked: what the contract knows about it, and what the page shows. */
export class FieldNode {
  /** Types that the page shows. */
  observedTypes = 0;
  /** Number of times that the field is present. */
  count = 0;
  /** Number of times that it is an object with at least one member. */
  nonEmptyCount = 0;
  /** The first item that differs from the contract. */
  firstDifference: { itemIndex: number; sample: string } | undefined;
  /** The first type that is not null, and the first item with another type. */
  firstType = 0;
  firstOtherType: { itemIndex: number; sample: string } | undefined;
  readonly children = new Map<string, FieldNode>();
  items: FieldNode | undefined;
  /** Types for which the record, or the page, is refused. */
  readonly refusedTypes: number;

  readonly known: KnownField | undefined;
  readonly rule: FieldRule;
  /** Whether a record can have the field more than once. */
  readonly isInList: boolean;

  constructor(
    readonly path: string,
    { known, rule, isInList }: Pick<FieldNode, 'known' | 'rule' | 'isInList'>,
  ) {
    this.known = known;
    this.rule = rule;
    this.isInList = isInList;
    this.refusedTypes = known && rule !== 'ignore' && rule.type !== 'evolve' ? disallowedTypes(known.types) & ~known.accepted : 0;
  }

  /** Types of the page that the contract does not allow. */
  get disallowedTypes(): number {
    return this.known ? this.observedTypes & disallowedTypes(this.known.types) : 0;
  }

  /** Adds a type that the page did not show before. */
  addType(bit: number, itemIndex: number, value: Json): void {
    if (this.known && (this.disallowedTypes & bit) === 0) return;
    const item = { itemIndex, sample: sampleOf(value) };
    this.firstDifference ??= item;
    if (bit === bits.null) return;
    if (this.firstType === 0) this.firstType = bit;
    else this.firstOtherType ??= item;
  }
}

const sampleLength = 60;

/** A short text that shows what a value looks like. */
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
