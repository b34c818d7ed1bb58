import config from './jest.config.ts';

/** The tests that need the emulators of AWS: `npm run test:aws` starts them. */
const projects = config.projects
  .filter((project) => typeof project !== 'string')
  .map((project) => ({ ...project, testMatch: ['<rootDir>/**/*.aws.ts'], setupFiles: [] }));

export default { projects, testTimeout: 60_000 };
