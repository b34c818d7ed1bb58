// Source functions, loaded only by the commands that use them.
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
