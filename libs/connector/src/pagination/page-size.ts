import type { Json } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { Scope } from '@twl/jinja';
import { isFalsy } from '../document/falsy';

/** Compiles `page_size`, a number or a template of one. @throws ManifestError if it is neither */
export const buildPageSize = (node: ComponentNode, context: BuildContext): ((scope: Scope) => number) | undefined => {
  const text = node.text('page_size');
  if (text === undefined || text === '') return undefined;
  const template = context.interpolator.compile(text, node.parameters);
  return (scope) => requireWholeNumber(template.value(scope), node);
};

/** Compiles a `page_size` that reads the response; it returns undefined for a response without one. */
export const buildReportedPageSize = (node: ComponentNode, context: BuildContext): ((scope: Scope) => number | undefined) | undefined => {
  const template = context.interpolator.compile(node.text('page_size') ?? '', node.parameters);
  if (!template.reads.has('response')) return undefined;
  return (scope) => {
    const value = template.optional(scope);
    return isFalsy(value) ? undefined : requireWholeNumber(value, node);
  };
};

const requireWholeNumber = (value: Json, node: ComponentNode): number => {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw node.error(`page_size gives ${JSON.stringify(String(value))}, which is not a whole number`, 'page_size');
};
