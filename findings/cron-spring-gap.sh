#!/usr/bin/env bash
# cron 4.4.0 (what @nestjs/schedule runs) and croner 11.0.1, the hour that daylight saving time leaves out
#
# Expected: `15 2,3 * * *` in Europe/Berlin on 29 March 2026, when 02:00 to 03:00 does not exist: one run, at 03:15.
# Behaviour: cron names two: 03:00, a minute that the expression never matches, for the 02:15 that is left out, and 03:15. croner names one.
# Who meets it: a job that must run once per matching time runs twice within 15 minutes, once a year; and an expression that is checked with
# one library and run with the other is not the same schedule.
# Output seen:
#   cron   2026-03-29T03:00:00.000+02:00 2026-03-29T03:15:00.000+02:00 2026-03-30T02:15:00.000+02:00
#   croner 2026-03-29T01:15:00.000Z 2026-03-30T00:15:00.000Z 2026-03-30T01:15:00.000Z
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cron@4.4.0 croner@11.0.1 luxon@3.7.2
cat > seen.mjs <<'JS'
import { CronTime } from 'cron';
import { Cron } from 'croner';
import { DateTime } from 'luxon';
const [line, zone] = ['15 2,3 * * *', 'Europe/Berlin'];
const time = new CronTime(line, zone);
const times = [DateTime.fromISO('2026-03-29T00:00:00', { zone })];
for (let i = 0; i < 3; i++) times.push(time.getNextDateFrom(times.at(-1), zone));
console.log('cron  ', times.slice(1).map((at) => at.toISO()).join(' '));
const runs = new Cron(line, { timezone: zone }).nextRuns(3, '2026-03-29T00:00:00');
console.log('croner', runs.map((at) => at.toISOString()).join(' '));
JS
node seen.mjs | tee seen
diff seen - <<'OUT'
cron   2026-03-29T03:00:00.000+02:00 2026-03-29T03:15:00.000+02:00 2026-03-30T02:15:00.000+02:00
croner 2026-03-29T01:15:00.000Z 2026-03-30T00:15:00.000Z 2026-03-30T01:15:00.000Z
OUT
echo 'as described'
