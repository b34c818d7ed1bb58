/** The largest value of each field, from the right: day of week, month, day of month, hour, minute, second. */
const lasts = [6, 12, 31, 23, 59, 59];

const openStep = /^(\d+|[A-Za-z]{3})\/(\d+)$/;

/** Rewrites an open step, `5/15`, as a range, `5-59/15`: cron and EventBridge read it so, other parsers refuse it. */
export const closeSteps = (cron: string): string => {
  const fields = cron.trim().split(/\s+/);
  return fields.map((field, index) => closed(field, lasts[fields.length - 1 - index])).join(' ');
};

const closed = (field: string, last: number | undefined): string =>
  field
    .split(',')
    .map((part) => {
      const step = openStep.exec(part);
      return step && last !== undefined ? `${step[1]}-${Math.max(last, Number(step[1]) || 0)}/${step[2]}` : part;
    })
    .join(',');
