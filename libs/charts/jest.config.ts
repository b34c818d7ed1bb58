import type { Config } from 'jest';
import presets from 'jest-preset-angular/presets/index.js';

/** The chart library and its d3 modules are published only as ES modules. */
const esModules = ['.*\\.mjs$', 'd3-', 'internmap', 'gradient-path', 'tinygradient'].join('|');

export default {
  ...presets.createCjsPreset(),
  displayName: 'charts',
  setupFilesAfterEnv: ['<rootDir>/src/test-setup.ts'],
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  transformIgnorePatterns: [`node_modules/(?!(${esModules}))`],
  moduleNameMapper: {
    '^@twl/charts$': '<rootDir>/../../libs/charts/src/index.ts',
    '^@twl/contracts$': '<rootDir>/../../libs/contracts/src/index.ts',
  },
} satisfies Config;
