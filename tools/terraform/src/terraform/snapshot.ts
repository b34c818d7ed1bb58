/** A resource, as a plan will make it or as a state has it. What a plan does not know yet is missing in its values, and named. */
export interface Resource {
  address: string;
  type: string;
  name: string;
  index: string | number | undefined;
  values: Record<string, unknown>;
  /** Attributes that are known after the apply alone. */
  unknown: ReadonlySet<string>;
}

interface Module {
  resources?: (Omit<Resource, 'unknown' | 'index'> & { mode: string; index?: string | number })[];
  child_modules?: Module[];
}

/** What `terraform show -json` says of a plan. */
export interface Plan {
  planned_values: { root_module: Module };
  resource_changes: Change[];
  output_changes?: Record<string, { after?: unknown; after_unknown: unknown }>;
}

/** What becomes of one resource. */
export interface Change {
  address: string;
  type: string;
  name: string;
  mode: string;
  index?: string | number;
  change: {
    actions: string[];
    before: Record<string, unknown> | null;
    after: Record<string, unknown> | null;
    after_unknown: Record<string, unknown> | boolean;
  };
}

/** What `terraform show -json` says of a state. */
export interface State {
  values?: { root_module: Module; outputs?: Record<string, { value: unknown }> };
}

/** Everything that is, or will be, there. */
export class Snapshot {
  constructor(
    readonly resources: readonly Resource[],
    /** Of the root; what is not known yet is `true`. */
    readonly outputs: Readonly<Record<string, unknown>> = {},
  ) {}

  of(type: string): Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The one resource of a type that fits. @throws when there is none, or more than one */
  one(type: string, fits: (resource: Resource) => boolean = () => true): Resource {
    const found = this.of(type).filter(fits);
    if (found.length !== 1)
      throw new Error(`there are ${String(found.length)} of ${type}: ${found.map(({ address }) => address).join(', ')}`);
    return found[0]!;
  }
}

const unknownOf = (after: Change['change']['after_unknown']): Set<string> =>
  new Set(Object.entries(after === true ? {} : after).flatMap(([name, is]) => (is === false || isEmpty(is) ? [] : [name])));

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every((inner) => inner === false || isEmpty(inner));

/** What is known and, as `true`, what is not. */
const overlaid = (after: unknown, unknown: unknown): unknown =>
  typeof unknown !== 'object' || unknown === null
    ? (after ?? unknown)
    : Array.isArray(unknown)
      ? after
      : { ...(after as object | undefined), ...Object.fromEntries(Object.entries(unknown).filter(([, is]) => is === true)) };

export const snapshotOfPlan = ({ resource_changes: changes, output_changes: outputs = {} }: Plan): Snapshot =>
  new Snapshot(
    changes
      .filter(({ mode, change }) => mode === 'managed' && change.after !== null)
      .map(({ address, type, name, index, change }) => ({
        ...{ address, type, name, index },
        values: change.after ?? {},
        unknown: unknownOf(change.after_unknown),
      })),
    Object.fromEntries(Object.entries(outputs).map(([name, { after, after_unknown: unknown }]) => [name, overlaid(after, unknown)])),
  );

const resourcesOf = ({ resources = [], child_modules: children = [] }: Module): Resource[] => [
  ...resources
    .filter(({ mode }) => mode === 'managed')
    .map(({ address, type, name, index, values }) => ({ address, type, name, index, values, unknown: new Set<string>() })),
  ...children.flatMap(resourcesOf),
];

export const snapshotOfState = ({ values }: State): Snapshot =>
  values
    ? new Snapshot(
        resourcesOf(values.root_module),
        Object.fromEntries(Object.entries(values.outputs ?? {}).map(([name, { value }]) => [name, value])),
      )
    : new Snapshot([]);
