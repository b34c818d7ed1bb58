import config from './jest.config.ts';

/** The tests of the folder `terraform`: `npm run test:terraform` says what they need. */
const projects = config.projects
  .filter((project) => typeof project !== 'string')
  .filter((project) => project.displayName === 'terraform')
  .map((project) => ({ ...project, testMatch: ['<rootDir>/**/*.tf.ts'], setupFiles: [] }));

export default { projects, testTimeout: 120_000 };
