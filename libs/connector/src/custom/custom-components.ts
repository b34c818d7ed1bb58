import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Json } from '@twl/contracts';
import type { BuildContext, Builder, Role, Roles } from '../component/build-context';
import type { ComponentNode } from '../component/component-node';
import { isJsonObject } from '../document/json-object';

const memoryKey = 'customComponents';
const fileName = 'components.ts';

/** Loads the classes of a source folder's `components.ts`; undefined when there is no such file. */
export const loadCustomClasses = async (folder: string): Promise<Record<string, unknown> | undefined> => {
  const path = join(folder, fileName);
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  return exists ? ((await import(pathToFileURL(path).href)) as Record<string, unknown>) : undefined;
};

/** Makes the classes known to the builders of custom components. */
export const allowCustomClasses = (context: BuildContext, classes: Record<string, unknown>): void =>
  void context.memory.set(memoryKey, classes);

/** Whether a manifest names classes of its own. */
export const namesClasses = (value: Json): boolean => {
  if (Array.isArray(value)) return value.some(namesClasses);
  return isJsonObject(value) && (typeof value['class_name'] === 'string' || Object.values(value).some(namesClasses));
};

/** What a custom class is made with. It must have the methods of its role (`apply` of an authenticator, `next` of a pagination strategy, ...). */
export interface CustomOptions {
  properties: ComponentNode['properties'];
  parameters: ComponentNode['parameters'];
  config: BuildContext['config'];
  node: ComponentNode;
  context: BuildContext;
}

/** Builds a component from a class of the source's own. @throws ManifestError while that is not switched on */
export const buildCustom =
  <R extends Role>(_role: R): Builder<Roles[R]> =>
  (node, context) => {
    const name = node.required('class_name').split('.').at(-1)!;
    const classes = context.memory.get(memoryKey) as Record<string, unknown> | undefined;
    if (!classes)
      throw node.error(
        `${name} is code of its own, which is not switched on (write it as a class in ${fileName} beside the manifest, and allow custom components)`,
        'class_name',
      );
    const found = classes[name];
    if (!isClass<Roles[R]>(found))
      throw node.error(`${fileName} exports no class ${name} (it has ${Object.keys(classes).join(', ') || 'none'})`, 'class_name');
    return new found({ properties: node.properties, parameters: node.parameters, config: context.config, node, context });
  };

const isClass = <T>(value: unknown): value is new (options: CustomOptions) => T => typeof value === 'function';
