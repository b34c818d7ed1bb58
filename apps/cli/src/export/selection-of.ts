import { recordSelectionSchema, type RecordSelection } from '@twl/contracts';
import { UsageError } from '../output/report-failure';

/** What the options of a command say about records. */
interface SelectionOptions {
  source?: string | undefined;
  stream?: string | undefined;
  deleted?: boolean | undefined;
  asOf?: string | undefined;
  /** Filters as `name=value`. */
  where: readonly string[];
}

/** Names that options of their own have. */
const ownOptions: readonly string[] = ['source', 'stream', 'deleted', 'asOf'];

/** Names of filters in `--where`. */
const filterNames = Object.keys(recordSelectionSchema.shape).filter((name) => !ownOptions.includes(name));

/** Returns the selection of records that options describe. @throws UsageError */
export const selectionOf = ({ where, deleted, ...options }: SelectionOptions): RecordSelection => {
  const filters = Object.fromEntries(where.map(filterOf));
  const parsed = recordSelectionSchema.safeParse({ ...options, ...filters, ...(deleted && { deleted: 'include' }) });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${optionOf(String(path[0]))}: ${message}`);
  throw new UsageError(problems.join('; '));
};

const optionOf = (name: string): string => (name === 'asOf' ? '--as-of' : ownOptions.includes(name) ? `--${name}` : `--where ${name}`);

const filterOf = (text: string): [string, string] => {
  const [, name = '', value = ''] = /^([^=]*)=([^]*)$/.exec(text) ?? [];
  if (!filterNames.includes(name))
    throw new UsageError(`--where must be NAME=VALUE with one of the names ${filterNames.join(', ')}, not ${JSON.stringify(text)}`);
  return [name, value];
};
