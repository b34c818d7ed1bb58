import type { OpenAPIObject } from '@nestjs/swagger';
import { requireLast } from '@twl/ports';

type Paths = OpenAPIObject['paths'];
type Parameter = NonNullable<NonNullable<Paths[string]['get']>['parameters']>[number];
type Parameters = NonNullable<NonNullable<OpenAPIObject['components']>['parameters']>;

/** Moves parameters that several operations share out of the paths; returns them by name. */
export function shareParameters(paths: Paths): Parameters {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    [item.get, item.post].filter((operation) => operation !== undefined).map((operation) => ({ path, operation })),
  );
  const all = operations.flatMap(({ path, operation }) => (operation.parameters ?? []).map((parameter) => ({ path, parameter })));
  const uses = Map.groupBy(all, ({ parameter }) => JSON.stringify(parameter));
  const shared: Parameters = {};
  const refToShared = (path: string, parameter: Parameter): Parameter => {
    if (!('name' in parameter) || (uses.get(JSON.stringify(parameter)) ?? []).length < 2) return parameter;
    const name = nameOf(path, parameter);
    shared[name] ??= parameter;
    if (JSON.stringify(shared[name]) !== JSON.stringify(parameter)) return parameter;
    return { $ref: `#/components/parameters/${name}` };
  };
  for (const { path, operation } of operations)
    operation.parameters = operation.parameters?.map((parameter) => refToShared(path, parameter));
  return shared;
}

/** Returns the name of a parameter. A path parameter is named after its segment: `RecordId` follows `/records/`. */
function nameOf(path: string, { name, in: location }: { name: string; in: string }): string {
  const own = capitalized(name.replaceAll(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase()));
  if (location !== 'path') return own;
  const segment = requireLast(path.slice(0, path.indexOf(`/{${name}}`)).split('/'));
  const singular = capitalized(segment.replace(/s$/, ''));
  return singular === own ? `${own}Name` : singular + own;
}

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
