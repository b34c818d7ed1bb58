/** Returns a twl command as the user types it: with `npm run twl --` if this one was started that way. */
export const commandText = (command: string): string =>
  `${process.env['npm_lifecycle_event'] === 'twl' ? 'npm run twl -- ' : 'twl '}${command}`;
