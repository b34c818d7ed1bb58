import type { JsonObject } from '@twl/contracts';
import type { Builders } from '../build/build-context';
import { type Scope, ListRow } from '@twl/jinja';
/** The scope with this record; of an item that is a list, the list stays in view. */
const showing = (record: JsonObject, scope: Scope): Scope => {
  const shown = scope.values['record'];
  return shown === record || shown instanceof ListRow ? scope : { ...scope, values: { ...scope.values, record } };
};

/** Every record filter of the language. A filter without a condition keeps nothing, as the language has it. */
export const recordFilters = {
  RecordFilter: (node, context) => {
    const condition = context.interpolator.compile(node.text('condition') ?? '', node.parameters);
    return {
      keep: (record, scope) => condition.test(showing(record, scope)),
    };
  },
} satisfies Builders<'recordFilter'>;
