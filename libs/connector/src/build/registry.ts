import type { ComponentNode } from './component-node';
import type { Builder, Builders, Role, Roles } from './build-context';

/** Builders by role, then by component type; `source/registry.ts` puts it together. */
export type Registry = { [R in Role]: Builders<R> };

/** The builder of a component. @throws ManifestError when the role knows no such type */
export const builderOf = <R extends Role>(registry: Registry, role: R, node: ComponentNode): Builder<Roles[R]> => {
  const builders: Builders<R> = registry[role];
  const builder = Object.hasOwn(builders, node.type) ? builders[node.type] : undefined;
  if (!builder) {
    const known = Object.keys(builders).sort().join(', ');
    throw node.error(`${node.type || 'a component without type'} is not supported as ${role} (use one of ${known})`, 'type');
  }
  return builder;
};
