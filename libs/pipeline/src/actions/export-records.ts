import type { ExportFormat, RecordSelection } from '@twl/contracts';
import { encodeExport, exportMediaTypes, withSpool } from '@twl/export';
import type { ExportFiles } from '@twl/ports';
import { defineAction } from '../audit/define-action';
import { exportTarget } from '../export/export-target';
import { selectRecords, type SelectPorts } from '../export/select-records';

/** Ports of an export. */
export type ExportPorts = SelectPorts & { exportFiles: ExportFiles };

/** An export to make. */
export interface ExportTask {
  /** Id of the export, and of its audit entry. */
  id: string;
  format: ExportFormat;
  selection: RecordSelection;
  /** Told how many records were read, after each; it may throw to stop. */
  progress?: ((records: number) => void) | undefined;
}

/** What an export has. */
export interface Exported {
  records: number;
  bytes: number;
}

/** Writes the records of a selection into a file that anyone with its address can fetch for a day. @throws as {@link selectRecords} does */
export const exportRecords = defineAction(async (ports: ExportPorts, { id, format, selection, progress }: ExportTask) => {
  const perform = async (): Promise<Exported> => {
    let records = 0;
    const counted = async function* () {
      for await (const record of selectRecords(ports, selection)) {
        yield record;
        progress?.(++records);
      }
    };
    const content = withSpool(counted(), (repeatable) => encodeExport(format, repeatable));
    const file = { id, contentType: exportMediaTypes[format], fileName: `records-${id.slice('export-'.length)}.${format}` };
    const bytes = await ports.exportFiles.write({ ...file, content });
    return { records, bytes };
  };
  return { id, action: 'export', target: exportTarget({ format, selection }), perform, describe: describeExport };
});

const describeExport = ({ records, bytes }: Exported): string =>
  `exported: ${records} ${records === 1 ? 'record' : 'records'}, ${bytes} bytes`;
