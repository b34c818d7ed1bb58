#!/usr/bin/env node
// npm run build: everything that is out of date.
import { build, install } from './prepare.mjs';

install();
build();
