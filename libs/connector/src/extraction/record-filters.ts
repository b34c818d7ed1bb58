import type { Builders } from '../component/build-context';

/** Every record filter of the language. A filter without a condition keeps nothing, as the language has it. */
export const recordFilters = {
  RecordFilter: (node, context) => {
    const condition = context.interpolator.compile(node.text('condition') ?? '', node.parameters);
    return {
      keep: (record, scope) =>
        condition.test(scope.values['record'] === record ? scope : { ...scope, values: { ...scope.values, record } }),
    };
  },
} satisfies Builders<'recordFilter'>;
