#!/usr/bin/env node
// npm run twl -- COMMAND: the command line of the product, built when needed.
import { launch } from './launch.mjs';
import { build, install } from './prepare.mjs';

const args = process.argv.slice(2);
install();
build(args[0] === 'up' ? undefined : ['servers']);
launch(args);
