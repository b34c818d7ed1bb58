import type { BuildContext } from './build-context';
import type { ComponentNode } from './component-node';
import { TemplateError } from '@twl/jinja';

type Context = Pick<BuildContext, 'interpolator' | 'scope'>;

/** A text of a component that depends on the config alone, evaluated while the source is built. @throws ManifestError */
export const settingText = (node: ComponentNode, name: string, context: Context): string | undefined => {
  const text = node.text(name);
  if (text === undefined) return undefined;
  try {
    return context.interpolator.compile(text, node.parameters).text(context.scope());
  } catch (error) {
    throw error instanceof TemplateError ? node.error(`${name}: ${error.message}`, name) : error;
  }
};

/** The same as a finite number. @throws ManifestError */
export const settingNumber = (node: ComponentNode, name: string, context: Context): number | undefined => {
  const text = settingText(node, name, context);
  if (text === undefined) return undefined;
  const number = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(number)) throw node.error(`${name} must give a number, not ${JSON.stringify(text)}`, name);
  return number;
};

/** The same; undefined also where the config value that the number is made of is not set. @throws ManifestError */
export const unsetOrNumber = (node: ComponentNode, name: string, context: Context): number | undefined =>
  isUnset(node, name, context) ? undefined : settingNumber(node, name, context);

/** Whether a template gives nothing: the config value that it is made of is not set. */
export const isUnset = (node: ComponentNode, name: string, context: Context): boolean =>
  (node.text(name)?.includes('{{') ?? false) && settingText(node, name, context) === '';
