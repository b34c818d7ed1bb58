export { fetchedRun } from './fetched-run';
export { launchBench, settled, type Read, type LaunchShop } from './launch-bench';
