import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Json } from '@twl/contracts';
import { errorText, isJsonObject } from '@twl/json';
import { TwlError, requireLast } from '@twl/ports';
import type { BuildContext, Builder, Role, Roles } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';

const memoryKey = 'customComponents';

/** The file of a source folder that its own classes stand in. */
export const customFile = 'components.ts';

/** The classes of a source's own, or why there are none. */
export type CustomClasses = Readonly<Record<string, unknown>> | { refused: string };

/** Where the classes of a source come from, and whether they are allowed. */
export interface CustomPermission {
  folder: string;
  /** The whole installation allows code of sources. */
  isSwitchedOn: boolean;
  /** This source asks for it. */
  isWanted: boolean;
}

/** Loads the classes of a source folder's `components.ts`. @throws whatever the file throws when it is loaded */
export const loadCustomClasses = async ({ folder, isSwitchedOn, isWanted }: CustomPermission): Promise<CustomClasses> => {
  if (!isSwitchedOn) return { refused: `set CUSTOM_COMPONENTS=on and customComponents: true in source.yaml if you trust ${customFile}` };
  if (!isWanted) return { refused: `write customComponents: true in source.yaml if you trust ${customFile}` };
  const path = join(folder, customFile);
  const found = await stat(path).catch(() => undefined);
  if (!found) return { refused: `there is no ${customFile} beside the manifest: write the class there` };
  // A separate URL for each state of the file: a module is loaded once.
  return (await import(`${pathToFileURL(path).href}?${found.mtimeMs}`)) as Readonly<Record<string, unknown>>;
};

/** Makes the classes known to the builders of custom components. */
export const allowCustomClasses = (context: BuildContext, classes: CustomClasses): void => void context.memory.set(memoryKey, classes);

/** Returns true if a manifest names custom classes. */
export const hasCustomClass = (value: Json): boolean => {
  if (Array.isArray(value)) return value.some(hasCustomClass);
  return isJsonObject(value) && (typeof value['class_name'] === 'string' || Object.values(value).some(hasCustomClass));
};

/**
 * Constructor options of a custom class. It must have the methods of its role (`apply` of an authenticator, `next` of a pagination
 * strategy, ...).
 */
export interface CustomOptions {
  properties: ComponentNode['properties'];
  parameters: ComponentNode['parameters'];
  config: BuildContext['config'];
  node: ComponentNode;
  context: BuildContext;
}

/** Builds a component from a class of the source's own. @throws ManifestError while that is not switched on */
export const buildCustom =
  <R extends Role>(role: R): Builder<Roles[R]> =>
  (node, context) => {
    const name = requireLast(node.required('class_name').split('.'));
    const classes = (context.memory.get(memoryKey) as CustomClasses | undefined) ?? { refused: 'it was not loaded' };
    if (isRefusal(classes)) throw node.error(`${name} is code of its own, which does not run here (${classes.refused})`, 'class_name');
    const found = classes[name];
    if (!isClass<Roles[R]>(found))
      throw node.error(`${customFile} exports no class ${name} (it has ${Object.keys(classes).join(', ') || 'none'})`, 'class_name');
    const component = createInstance(found, node, context);
    const method = guarded[role];
    return method === undefined ? component : (guard(component as object, method, name) as Roles[R]);
  };

const createInstance = <T>(custom: CustomClass<T>, node: ComponentNode, context: BuildContext): T => {
  try {
    return new custom({ properties: node.properties, parameters: node.parameters, config: context.config, node, context });
  } catch (error) {
    if (error instanceof TwlError) throw error;
    const why = errorText(error);
    throw node.error(`${custom.name} of ${customFile} could not be made: ${context.secrets.mask(why)}`, 'class_name');
  }
};

/** Methods that are called once per record or state: an exception in custom code concerns only that one. */
const guarded: Partial<Record<Role, string>> = { transformation: 'apply', schemaNormalization: 'normalize', stateMigration: 'migrate' };

const guard = (component: object, method: string, name: string): object => {
  const own: unknown = Reflect.get(component, method);
  if (typeof own !== 'function') return component;
  Reflect.set(component, method, (...args: unknown[]): unknown => {
    try {
      return Reflect.apply(own, component, args) as unknown;
    } catch (error) {
      throw error instanceof TwlError ? error : new CustomCodeError(name, error);
    }
  });
  return component;
};

/** A class of a source's own failed. */
class CustomCodeError extends TwlError {
  readonly code = 'CUSTOM_CODE';
  readonly retryable = false;

  constructor(name: string, cause: unknown) {
    super(`${name} of ${customFile} failed: ${errorText(cause)}`, { cause });
  }
}

const isRefusal = (classes: CustomClasses): classes is { refused: string } => typeof classes['refused'] === 'string';

type CustomClass<T> = new (options: CustomOptions) => T;

const isClass = <T>(value: unknown): value is CustomClass<T> => typeof value === 'function';
