export { fetchedRun } from './fetched-run';
export { altered, launchBench, settled, type Read, type Shop } from './launch-bench';
