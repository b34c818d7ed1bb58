import type { Resource, Snapshot } from '../terraform/snapshot';

/** What must hold of everything that is, or will be, there. It gives what is wrong. */
export interface Rule {
  /** What holds, in a sentence. */
  name: string;
  check(all: Snapshot): string[];
}

type Json = Record<string, unknown>;

/** A nested block that there is one of. */
export const block = (values: Json, name: string): Json => (values[name] as Json[] | undefined)?.[0] ?? {};

/** An attribute that holds JSON; undefined while it is not known. */
export const json = <T>({ values }: Resource, name: string): T | undefined => {
  const text = values[name];
  return typeof text === 'string' && text !== '' ? (JSON.parse(text) as T) : undefined;
};

/** Whether an attribute has a value, or will have one. */
export const isSet = ({ values, unknown }: Resource, name: string): boolean =>
  unknown.has(name) || (values[name] !== undefined && values[name] !== null && values[name] !== '');

/** Says of each resource that does not fit what is wrong with it. */
export const wrongOnes = (resources: readonly Resource[], problem: (resource: Resource) => string | false | undefined): string[] =>
  resources.flatMap((resource) => {
    const said = problem(resource);
    return said ? [`${resource.address} ${said}`] : [];
  });
