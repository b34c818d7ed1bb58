// Loaded only by commands that open a runtime, because it imports the storage engine and the connector.
export { openRuntime, openSources, openSourceSets } from '@twl/runtime';
