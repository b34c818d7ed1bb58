export { fetchedRun } from './fetched-run';
export { altered, launchBench, settled, type Read, type LaunchShop } from './launch-bench';
