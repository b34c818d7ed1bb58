#!/usr/bin/env node
// npm start [-- --live]: installs and builds what is missing, then runs everything in one process. With `--engine aws --emulator` on an
// emulator of AWS, which it starts and stops; ends with 2, and says what to install, where that cannot run.
import { startEmulators } from '../aws/emulators.mjs';
import { EmulatorMissing } from '../aws/find-emulators.mjs';
import { launch } from './launch.mjs';
import { build, install } from './prepare.mjs';

const args = process.argv.slice(2);

const advice = 'install Python 3.10 or newer (on Debian and Ubuntu: apt install python3 python3-venv), or start without it: npm start';

const emulator = () =>
  startEmulators('ministack').catch((error) => {
    if (!(error instanceof EmulatorMissing)) throw error;
    process.stderr.write(`the emulator of AWS cannot run here. ${error.message}\n${advice}\n`);
    process.exit(2);
  });

const upOnEmulator = async (given) => {
  const { aws, stop } = await emulator();
  process.stderr.write(`> ministack stands in for AWS at ${aws}; it forgets everything when you stop it\n`);
  launch(['up', ...given, '--engine', 'aws', '--endpoint', aws, '--create'], stop);
};

install();
build();
if (args.includes('--emulator')) await upOnEmulator(args.filter((arg) => arg !== '--emulator'));
else launch(['up', ...args]);
