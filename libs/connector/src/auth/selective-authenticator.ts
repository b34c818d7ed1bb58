import { memberAt } from '@twl/json';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { Authenticator } from '../roles/roles';
import { toPythonLiteral } from '../request/python-text';

/** Builds the authenticator whose name is in the config, and no other. */
export const buildSelective = (node: ComponentNode, context: BuildContext): Authenticator => {
  const path = node.texts('authenticator_selection_path');
  const chosen = memberAt(context.config, path);
  if (chosen === undefined) {
    throw node.error(`the config has no ${path.join('.')}, which says how to authenticate`, 'authenticator_selection_path');
  }
  const name = toPythonLiteral(chosen);
  const entries = node.entries('authenticators');
  const found = entries.find(([key]) => key === name);
  if (!found) {
    const known = entries.map(([key]) => key).join(', ');
    throw node.error(`there is no authenticator ${JSON.stringify(name)}; set ${path.join('.')} to one of ${known}`, 'authenticators');
  }
  return context.build('authenticator', found[1]);
};
