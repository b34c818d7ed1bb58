// A jest reporter: the last line says how many tests passed and failed.
module.exports = class {
  onRunComplete(_, { numPassedTests, numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites }) {
    const failed = numFailedTests + (numRuntimeErrorTestSuites ?? 0);
    process.on('exit', () => console.log(`${numPassedTests} passed, ${Math.max(failed, numFailedTestSuites > 0 ? 1 : 0)} failed`));
  }
};
