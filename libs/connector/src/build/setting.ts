import type { BuildContext } from './build-context';
import type { ComponentNode } from './component-node';
import { TemplateError } from '@twl/jinja';

type Context = Pick<BuildContext, 'interpolator' | 'scope'>;

/** Evaluates a text of a component that depends only on the config, while the source is built. @throws ManifestError */
export const readSettingText = (node: ComponentNode, name: string, context: Context): string | undefined => {
  const text = node.text(name);
  if (text === undefined) return undefined;
  try {
    return context.interpolator.compile(text, node.parameters).text(context.scope());
  } catch (error) {
    throw error instanceof TemplateError ? node.error(`${name}: ${error.message}`, name) : error;
  }
};

/** The same as a finite number. @throws ManifestError */
export const readSettingNumber = (node: ComponentNode, name: string, context: Context): number | undefined => {
  const text = readSettingText(node, name, context);
  if (text === undefined) return undefined;
  const number = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(number)) throw node.error(`${name} must give a number, not ${JSON.stringify(text)}`, name);
  return number;
};

/** Evaluates a number; undefined also if the config value of its template is not set. @throws ManifestError */
export const readOptionalNumber = (node: ComponentNode, name: string, context: Context): number | undefined =>
  isUnset(node, name, context) ? undefined : readSettingNumber(node, name, context);

/** Returns true if a template has no value: its config value is not set. */
export const isUnset = (node: ComponentNode, name: string, context: Context): boolean =>
  (node.text(name)?.includes('{{') ?? false) && readSettingText(node, name, context) === '';
