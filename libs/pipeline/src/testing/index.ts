export { fetchedRun } from './fetched-run';
export { launchBench, untilIdle, type Read, type LaunchShop } from './launch-bench';
