import { exportFormatSchema, type ExportFormat, type RecordSelection } from '@twl/contracts';

/** What is exported, and as what. */
export interface ExportChoice {
  format: ExportFormat;
  selection: RecordSelection;
}

/** Writes a selection as the query of an address. */
export const selectionQuery = (selection: RecordSelection): string => {
  const filters = Object.entries(selection).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(filters).toString();
};

/** Writes a choice as the target of an audit entry: `csv of records?source=shop`. */
export const exportTarget = ({ format, selection }: ExportChoice): string => `${format} of records?${selectionQuery(selection)}`;

/** Reads the format and the query from the target of an audit entry; undefined if it is that of another action. */
export const readExportTarget = (target: string): { format: ExportFormat; query: string } | undefined => {
  const [, name, query = ''] = /^(\w+) of records\?(.*)$/.exec(target) ?? [];
  const format = exportFormatSchema.safeParse(name);
  return format.success ? { format: format.data, query } : undefined;
};
