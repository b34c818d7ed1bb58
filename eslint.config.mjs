import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import angular from 'angular-eslint';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Who may import whom, by the tag of each project: arrows go down only. There is no line for "anything". */
const arrows = {
  contracts: [],
  json: ['contracts'],
  fingerprint: ['json', 'ports', 'contracts'],
  ports: ['json', 'contracts'],
  export: ['json', 'contracts'],
  adapter: ['ports', 'json', 'contracts'],
  connector: ['jinja', 'fingerprint', 'ports', 'json', 'contracts'],
  jinja: ['ports', 'json', 'contracts'],
  pipeline: ['export', 'ports', 'json', 'contracts', 'fingerprint'],
  platform: ['ports', 'json', 'contracts'],
  charts: [],
  dashboard: ['charts', 'json', 'contracts'],
  tool: ['simulator', 'json'],
  simulator: ['json'],
  conformance: [],
  runtime: ['platform', 'connector', 'adapter', 'simulator', 'ports', 'json', 'contracts'],
  server: ['runtime', 'platform', 'pipeline', 'export', 'ports', 'json', 'contracts', 'conformance'],
  cli: ['server', 'runtime', 'connector', 'platform', 'pipeline', 'export', 'ports', 'json', 'contracts'],
  e2e: ['simulator', 'json', 'contracts', 'conformance'],
  terraform: ['e2e', 'adapter', 'platform', 'simulator', 'ports', 'contracts'],
  bench: ['pipeline', 'export', 'adapter', 'ports', 'json', 'contracts', 'fingerprint', 'connector', 'jinja', 'tool'],
};

export const depConstraints = Object.entries(arrows).map(([type, targets]) => ({
  sourceTag: `type:${type}`,
  onlyDependOnLibsWithTags: targets.map((target) => `type:${target}`),
}));

const boundaries = (allow = []) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    { enforceBuildableLibDependency: false, allow, depConstraints, banTransitiveDependencies: false },
  ],
});

export default tseslint.config(
  { ignores: ['**/dist', '**/coverage', '**/.angular', '**/tmp'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  prettier,
  {
    files: ['**/*.ts', '**/*.mjs'],
    plugins: { '@nx': nx },
    rules: {
      ...boundaries(),
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 3],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  // Suites of tests and their tables of cases are long lists.
  {
    files: ['**/*.spec.ts', '**/*.aws.ts', '**/*.tf.ts', 'libs/ports/src/testing/suites/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', 'max-params': ['error', 4] },
  },
  // A spec fails where it asserts what is not there; the product says what is missing (`requireValue`).
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.aws.ts', '**/*.factory.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'error' },
  },
  // The parts that run in a browser.
  {
    files: ['apps/dashboard/**/*.ts', 'libs/charts/**/*.ts'],
    extends: angular.configs.tsRecommended,
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'twl', style: 'kebab-case' }],
      '@angular-eslint/directive-selector': ['error', { type: 'attribute', prefix: 'twl', style: 'camelCase' }],
      '@angular-eslint/prefer-signals': 'error',
    },
  },
  {
    files: ['apps/dashboard/src/app/**/*.html', 'libs/charts/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
    rules: { '@angular-eslint/template/prefer-control-flow': 'error' },
  },
  // The command runs the three servers in one process: the only project that imports applications.
  { files: ['apps/cli/**/*.ts'], rules: boundaries(['@twl/api', '@twl/ingestion', '@twl/processing']) },
  {
    files: ['**/*.mjs', 'tools/**/*.ts'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
      },
    },
  },
);
