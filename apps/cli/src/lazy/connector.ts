// What commands do with sources, loaded by those that do it.
export {
  describeManifest,
  hasFixtures,
  findManifestProblems,
  RecordingError,
  recordStream,
  findStateProblem,
  testSource,
  traceExchanges,
  writeRecording,
} from '@twl/connector';
