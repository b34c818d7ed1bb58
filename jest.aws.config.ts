import config from './jest.config.ts';

/** What needs an emulator that enforces IAM, where there is none: then `npm run test:aws` says so. */
const left = ['/node_modules/', ...(process.env['TWL_TEST_MINISTACK'] ? [] : ['/enforced\\.aws\\.ts$'])];

/** The tests that need the emulators of AWS: `npm run test:aws` starts them. */
const projects = config.projects
  .filter((project) => typeof project !== 'string')
  .map((project) => ({ ...project, testMatch: ['<rootDir>/**/*.aws.ts'], testPathIgnorePatterns: left, setupFiles: [] }));

export default { projects, testTimeout: 60_000 };
