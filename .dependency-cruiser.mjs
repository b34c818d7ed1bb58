/** No circle of imports between folders. Files inside of one folder may need each other; across folders that would be a circle of folders. */
export default {
  forbidden: [{ name: 'no-folder-circle', severity: 'error', scope: 'folder', from: {}, to: { circular: true } }],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    includeOnly: { path: '^(libs|apps|tools)/' },
    exclude: { path: '\\.(spec|aws|factory)\\.ts$' },
  },
};
