import type { Range } from '../filters/time-range';
import type { RecordFilterValues } from './record-filter-names';

/** The stretch of time in the filters; of the time of update where none is set. */
export const rangeIn = (values: RecordFilterValues): Range => {
  const field = values['occurredAt.gte'] || values['occurredAt.lt'] ? 'occurredAt' : 'updatedAt';
  return { field, from: values[`${field}.gte`], to: values[`${field}.lt`] };
};

/** The filters that a stretch of time makes; those of the other time are taken away. */
export const rangeValues = ({ field, from, to }: Range): RecordFilterValues => ({
  'occurredAt.gte': undefined,
  'occurredAt.lt': undefined,
  'updatedAt.gte': undefined,
  'updatedAt.lt': undefined,
  [`${field}.gte`]: from,
  [`${field}.lt`]: to,
});
