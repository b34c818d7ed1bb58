import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import type { Scope } from '@twl/jinja';

type Read = (scope: Scope) => string;

/** Compiles a template for a part of a credential. Its value must fit into a header. */
export const buildCredentialPart = (node: ComponentNode, name: string, context: BuildContext): Read | undefined => {
  const text = node.text(name);
  if (text === undefined) return undefined;
  const template = context.interpolator.compile(text, node.parameters);
  return (scope) => {
    const value = template.text(scope);
    if (/[\r\n\0]/.test(value)) throw new ReadFailedError(`${node.type}: ${name} has a line break in it; it must be one line`);
    return value;
  };
};

/** Compiles the template of a secret: its values are masked from then on. */
export const readSecret = (node: ComponentNode, name: string, context: BuildContext): Read | undefined => {
  const read = buildCredentialPart(node, name, context);
  return (
    read &&
    ((scope) => {
      const value = read(scope);
      context.secrets.add(value);
      return value;
    })
  );
};

/** Compiles the template of a secret that is required. @throws ManifestError */
export const readRequiredSecret = (node: ComponentNode, name: string, context: BuildContext): Read => {
  const read = readSecret(node, name, context);
  if (!read) throw node.error(`${node.type} needs ${name}`);
  return read;
};
