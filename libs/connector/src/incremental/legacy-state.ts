import type { Json } from '@twl/contracts';
import type { ComponentNode } from '../component/component-node';
import { isJsonObject } from '../document/json-object';
import type { PartitionRouter } from '../partition/partition-router';
import type { CursorPlan } from './cursor-plan';

/** Builds the `state_migrations` of a stream. @throws ManifestError for one that is not supported */
export const migratesState = (node: ComponentNode, router: PartitionRouter, cursor: CursorPlan): ((state: Json) => Json) => {
  const migrations = node.children('state_migrations');
  for (const migration of migrations) {
    if (migration.type === 'LegacyToPerPartitionStateMigration') continue;
    throw migration.error(`${migration.type} is not supported: write the state in the form of today, or leave it out`, 'type');
  }
  return migrations.length > 0 ? (state) => migrate(state, router.field, cursor.field) : (state) => state;
};

/** `{ id: { cursor field: value } }` becomes a state per partition; anything else stays as it is. */
const migrate = (state: Json, field: string | undefined, cursorField: string): Json => {
  if (field === undefined || !isJsonObject(state) || Object.keys(state).length === 0 || state['states'] !== undefined) return state;
  const old = Object.entries(state).every(
    ([, value]) => isJsonObject(value) && Object.keys(value).length === 1 && value[cursorField] !== undefined,
  );
  return old ? { states: Object.entries(state).map(([id, value]) => ({ partition: { [field]: id }, cursor: value })) } : state;
};
