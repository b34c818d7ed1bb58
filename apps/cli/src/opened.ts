// Loaded when a command opens something: it brings the storage engine and the connector.
export { openRuntime, openSources, openSourceSets } from '@twl/runtime';
