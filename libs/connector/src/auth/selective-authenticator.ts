import { memberAt } from '@twl/json';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { Authenticator } from '../roles/roles';
import { pythonText } from '../request/python-text';

/** The authenticator whose name stands in the config; the others are not built. */
export const selective = (node: ComponentNode, context: BuildContext): Authenticator => {
  const path = node.texts('authenticator_selection_path');
  const chosen = memberAt(context.config, path);
  if (chosen === undefined) {
    throw node.error(`the config has no ${path.join('.')}, which says how to authenticate`, 'authenticator_selection_path');
  }
  const name = pythonText(chosen);
  const entries = node.entries('authenticators');
  const found = entries.find(([key]) => key === name);
  if (!found) {
    const known = entries.map(([key]) => key).join(', ');
    throw node.error(`there is no authenticator ${JSON.stringify(name)}; set ${path.join('.')} to one of ${known}`, 'authenticators');
  }
  return context.build('authenticator', found[1]);
};
