import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Config } from 'jest';

const root = import.meta.dirname;
const { compilerOptions } = JSON.parse(readFileSync(`${root}/tsconfig.base.json`, 'utf8')) as {
  compilerOptions: { paths: Record<string, [string]> };
};
const moduleNameMapper = Object.fromEntries(
  Object.entries(compilerOptions.paths).map(([name, [file]]) => [`^${name}$`, file.replace('./', `${root}/`)]),
);

/** TypeScript and the ESM-only packages among our dependencies, compiled by swc with the decorator metadata that Nest reads. */
const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type: 'commonjs' },
  },
];

/** One jest project per workspace project; those with a `jest.config.ts` of their own (Angular) bring it. */
const projects: Config['projects'] = ['apps', 'libs', 'tools'].flatMap((group) =>
  readdirSync(`${root}/${group}`)
    .filter((name) => existsSync(`${root}/${group}/${name}/project.json`))
    .map((name) => {
      const rootDir = `${root}/${group}/${name}`;
      return existsSync(`${rootDir}/jest.config.ts`)
        ? rootDir
        : {
            displayName: name,
            rootDir,
            testEnvironment: 'node',
            testMatch: ['<rootDir>/**/*.spec.ts'],
            moduleNameMapper,
            transform: { '^.+\\.[cm]?[jt]s$': swc as [string, Record<string, unknown>] },
            transformIgnorePatterns: [],
            injectGlobals: true,
          };
    }),
);

export default { projects, passWithNoTests: true } satisfies Config;
