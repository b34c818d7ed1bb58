import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import type { Scope } from '@twl/jinja';

type Read = (scope: Scope) => string;

/** A part of a credential, given as template. It must fit into a header. */
export const credentialPart = (node: ComponentNode, name: string, context: BuildContext): Read | undefined => {
  const text = node.text(name);
  if (text === undefined) return undefined;
  const template = context.interpolator.compile(text, node.parameters);
  return (scope) => {
    const value = template.text(scope);
    if (/[\r\n\0]/.test(value)) throw new ReadFailedError(`${node.type}: ${name} has a line break in it; it must be one line`);
    return value;
  };
};

/** The same for a secret: what it evaluates to is never shown from then on. */
export const secret = (node: ComponentNode, name: string, context: BuildContext): Read | undefined => {
  const read = credentialPart(node, name, context);
  return (
    read &&
    ((scope) => {
      const value = read(scope);
      context.secrets.add(value);
      return value;
    })
  );
};

/** The same, where the component cannot do without. @throws ManifestError */
export const requiredSecret = (node: ComponentNode, name: string, context: BuildContext): Read => {
  const read = secret(node, name, context);
  if (!read) throw node.error(`${node.type} needs ${name}`);
  return read;
};
