#!/usr/bin/env bash
# piscina 5.3.2, `maxQueue` and tasks that are given an AbortSignal
#
# Expected: with `maxThreads: 2` and `maxQueue: 5`, of thirty tasks given at once two run, five wait and 23 are rejected: "Task queue is at limit".
# Behaviour: so it is without signals. Where each task has a signal none is rejected, whatever `maxQueue` says: `queueSize` becomes 28. Such tasks
# wait in a second queue, and the bound is applied only while the first queue holds something: one waiting task without a signal is enough to
# bring it back, and then it counts the first queue alone.
# Who meets it: a server that gives each task the signal of its request, so that a client that goes away frees its place, and counts on `maxQueue`
# to answer 503 under load.
# Output seen:
#   no signals     5 waiting, 23 rejected: Task queue is at limit
#   all signals    28 waiting, 0 rejected
#   all but one    5 waiting, 23 rejected: Task queue is at limit
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund piscina@5.3.2
echo 'module.exports = () => new Promise((done) => setTimeout(done, 200));' > work.cjs
cat > seen.cjs <<'JS'
const { Piscina } = require('piscina');
const withSignal = () => ({ signal: new AbortController().signal });
const bursts = {
  'no signals ': () => ({}),
  'all signals': withSignal,
  'all but one': (index) => (index === 2 ? {} : withSignal()),
};
(async () => {
  for (const [name, options] of Object.entries(bursts)) {
    const pool = new Piscina({ filename: `${__dirname}/work.cjs`, minThreads: 2, maxThreads: 2, maxQueue: 5 });
    await Promise.all([pool.run(), pool.run()]);
    const tasks = Array.from({ length: 30 }, (_, index) => pool.run({}, options(index)));
    const waiting = pool.queueSize;
    const reasons = (await Promise.allSettled(tasks)).filter(({ status }) => status === 'rejected').map(({ reason }) => reason.message);
    console.log(`${name}    ${waiting} waiting, ${[`${reasons.length} rejected`, ...new Set(reasons)].join(': ')}`);
    await pool.destroy();
  }
})();
JS
node seen.cjs | tee seen
diff seen - <<'OUT'
no signals     5 waiting, 23 rejected: Task queue is at limit
all signals    28 waiting, 0 rejected
all but one    5 waiting, 23 rejected: Task queue is at limit
OUT
echo 'as described'
