/** Levels of the log, least urgent first. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** Which lines to show. */
export interface LogFilter {
  run?: string | undefined;
  source?: string | undefined;
  /** The least urgent level. */
  level?: (typeof logLevels)[number] | undefined;
}

/** Returns true if a line is to be shown. A line that is no JSON is shown if nothing is asked for. */
export const matchesLine = (line: string, { run, source, level }: LogFilter): boolean => {
  if (run === undefined && source === undefined && level === undefined) return true;
  // Most lines of a large log are not about what is asked for.
  if ((run !== undefined && !line.includes(run)) || (source !== undefined && !line.includes(source))) return false;
  const fields = fieldsOf(line);
  if (!fields) return false;
  const isUrgent = level === undefined || logLevels.indexOf(level) <= logLevels.indexOf(fields['level'] as (typeof logLevels)[number]);
  return isUrgent && (run ?? fields['runId']) === fields['runId'] && (source ?? fields['source']) === fields['source'];
};

const fieldsOf = (line: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};
