import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const workspaceAbove = (folder: string): string => (existsSync(join(folder, 'nx.json')) ? folder : workspaceAbove(dirname(folder)));

/** The root of the workspace, seen from the sources and from a bundle alike. */
export const workspace = workspaceAbove(__dirname);

/** The built command. */
export const command = join(workspace, 'dist/apps/cli/main.cjs');

/** Fails, saying what to do, when the product is not built. */
export const requireBuild = (): void => {
  if (!existsSync(command)) throw new Error(`${command} is not there: these tests run the built product; build it with: npm run build`);
};
