import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const executables = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts the machine's own chromium.
 * @param rules how host names are resolved, in the form of `--host-resolver-rules`
 * @throws when there is none, saying how to get it
 */
export const startChromium = (rules?: string): Promise<Browser> => {
  const executablePath = executables.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) {
    throw new Error(
      'no chromium found: install it (Debian, Ubuntu: apt-get install chromium) or name it: CHROMIUM=/path/to/chromium npm test',
    );
  }
  return chromium.launch({ executablePath, args: rules === undefined ? flags : [...flags, `--host-resolver-rules=${rules}`] });
};
