// What commands do with sources, loaded by those that do it.
export {
  describeManifest,
  hasFixtures,
  manifestProblems,
  RecordingError,
  recordStream,
  stateProblem,
  testSource,
  traceExchanges,
  writeRecording,
} from '@twl/connector';
