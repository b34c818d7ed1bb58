import type { Json } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { Scope } from '@twl/jinja';
import { isFalsy } from '../document/falsy';

/** Compiles `page_size`, a number or a template that gives one. @throws ManifestError where it does not */
export const buildPageSize = (node: ComponentNode, context: BuildContext): ((scope: Scope) => number) | undefined => {
  const text = node.text('page_size');
  if (text === undefined || text === '') return undefined;
  const template = context.interpolator.compile(text, node.parameters);
  return (scope) => whole(template.value(scope), node);
};

/** Compiles a `page_size` that reads the response; it gives undefined for a response that says nothing of it. */
export const buildAnsweredPageSize = (node: ComponentNode, context: BuildContext): ((scope: Scope) => number | undefined) | undefined => {
  const template = context.interpolator.compile(node.text('page_size') ?? '', node.parameters);
  if (!template.reads.has('response')) return undefined;
  return (scope) => {
    const value = template.optional(scope);
    return isFalsy(value) ? undefined : whole(value, node);
  };
};

const whole = (value: Json, node: ComponentNode): number => {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw node.error(`page_size gives ${JSON.stringify(String(value))}, which is no whole number`, 'page_size');
};
