import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the workspace. */
export const workspace = join(__dirname, '../../../..');

/** The built command. */
export const command = join(workspace, 'dist/apps/cli/main.cjs');

/** Fails, saying what to do, when the product is not built. */
export const requireBuild = (): void => {
  if (!existsSync(command)) throw new Error(`${command} is not there: these tests run the built product; build it with: npm run build`);
};
