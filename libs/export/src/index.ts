export { encodeExport, exportMediaTypes, type RepeatableRecords } from './encode-export';
export { withSpool } from './spool';
