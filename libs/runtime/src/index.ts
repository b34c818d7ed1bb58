export { openRuntime, type Runtime, type RuntimeOptions } from './open-runtime';
export { runApp, type AppStart } from './run-app';
