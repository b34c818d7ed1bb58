import config from './jest.config.ts';

/** What needs something that is not everywhere: `npm run test:aws` says what is missing. */
const needs = { TWL_TEST_MINISTACK: '/enforced\\.aws\\.ts$', TWL_TEST_LAMBDA_RIC: '/runtime\\.aws\\.ts$' };
const absent = Object.entries(needs).filter(([name]) => !process.env[name]);
const left = ['/node_modules/', ...absent.map(([, pattern]) => pattern)];

/** The tests that need the emulators of AWS: `npm run test:aws` starts them. */
const projects = config.projects
  .filter((project) => typeof project !== 'string')
  .map((project) => ({ ...project, testMatch: ['<rootDir>/**/*.aws.ts'], testPathIgnorePatterns: left, setupFiles: [] }));

/** One emulator for everything takes some ten times as long. */
const testTimeout = process.env.TWL_TEST_EMULATOR === 'ministack' ? 300_000 : 60_000;

export default { projects, testTimeout };
