import type { BuildContext } from '../component/build-context';
import type { ComponentNode } from '../component/component-node';
import type { Scope } from '../component/template';

/** Compiles `page_size`, a number or a template that gives one. @throws ManifestError where it does not */
export const buildPageSize = (node: ComponentNode, context: BuildContext): ((scope: Scope) => number) | undefined => {
  const text = node.text('page_size');
  if (text === undefined || text === '') return undefined;
  const template = context.interpolator.compile(text, node.parameters);
  const evaluate = (scope: Scope): number => {
    const value = template.value(scope);
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    throw node.error(`page_size gives ${JSON.stringify(String(value))}, which is no whole number`, 'page_size');
  };
  return evaluate;
};
