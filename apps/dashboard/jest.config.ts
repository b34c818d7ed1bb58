import type { Config } from 'jest';
import presets from 'jest-preset-angular/presets/index.js';

/** The chart library and its d3 parts are published as ES modules only. */
const esModules = ['.*\\.mjs$', 'd3-', 'internmap', 'gradient-path', 'tinygradient'].join('|');

export default {
  ...presets.createCjsPreset(),
  displayName: 'dashboard',
  setupFilesAfterEnv: ['<rootDir>/src/test-setup.ts'],
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  transformIgnorePatterns: [`node_modules/(?!(${esModules}))`],
  moduleNameMapper: {
    '^@twl/charts$': '<rootDir>/../../libs/charts/src/index.ts',
    '^@twl/contracts$': '<rootDir>/../../libs/contracts/src/index.ts',
    '^@twl/json$': '<rootDir>/../../libs/json/src/index.ts',
  },
} satisfies Config;
