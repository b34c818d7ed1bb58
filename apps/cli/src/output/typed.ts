/** A command of ours as the person types it who runs this one. */
export const typed = (command: string): string => `${process.env['npm_lifecycle_event'] === 'twl' ? 'npm run twl -- ' : 'twl '}${command}`;
