#!/usr/bin/env node
// npm start [-- --live]: installs and builds what is missing, then runs everything in one process.
import { launch } from './launch.mjs';
import { build, install } from './prepare.mjs';

install();
build();
launch(['up', ...process.argv.slice(2)]);
