import type { Json } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { PartitionRouter } from '../roles/partition-router';
import type { CursorPlan } from '../roles/cursor-plan';

/** Builds the `state_migrations` of a stream, in their order. @throws ManifestError for one that cannot be built */
export const migratesState = (
  node: ComponentNode,
  { router, cursor, context }: { router: PartitionRouter | undefined; cursor: CursorPlan; context: BuildContext },
): ((state: Json) => Json) => {
  const migrations = node.children('state_migrations').map((migration): ((state: Json) => Json) => {
    if (migration.type === 'LegacyToPerPartitionStateMigration') return (state) => migrate(state, router?.field, cursor.field);
    const own = context.build('stateMigration', migration);
    return (state) => (isJsonObject(state) ? own.migrate(state) : state);
  });
  return (state) => migrations.reduce((migrated, each) => each(migrated), state);
};

/** `{ id: { cursor field: value } }` becomes a state per partition; anything else stays as it is. */
const migrate = (state: Json, field: string | undefined, cursorField: string): Json => {
  if (field === undefined || !isJsonObject(state) || Object.keys(state).length === 0 || state['states'] !== undefined) return state;
  const old = Object.entries(state).every(
    ([, value]) => isJsonObject(value) && Object.keys(value).length === 1 && value[cursorField] !== undefined,
  );
  return old ? { states: Object.entries(state).map(([id, value]) => ({ partition: { [field]: id }, cursor: value })) } : state;
};
