#!/usr/bin/env bash
# @opentelemetry/sdk-metrics 2.12.1, a histogram whose unit is seconds
#
# Expected: `http.server.request.duration` with unit `s`, as the semantic conventions ask for, gets buckets that fit seconds: the conventions name
# them (0.005 … 10), and the SDK knows both the name and the unit.
# Behaviour: neither is looked at. Each histogram gets the boundaries 0, 5, 10, 25 … 10,000, made for milliseconds: requests of 3 ms and of 4.9 s are
# counted in one bucket, so that every quantile below 5 s is a guess along one straight line. The advice given with the instrument decides
# (`advice: { explicitBucketBoundaries }`), or a view.
# Who meets it: a service that moves from milliseconds to the stable conventions: the dashboards stay green and show a p99 of 4.95 s for a service
# that answers within 20 ms.
# Output seen:
#   plain:  buckets with requests: <=5 (5 of 5), p99 read from them 4.95 s
#   advice: buckets with requests: <=0.005 (3 of 5), <=0.025 (2 of 5), p99 read from them 0.025 s
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @opentelemetry/sdk-metrics@2.12.1 @opentelemetry/api@1.9.1
cat > seen.cjs <<'JS'
const { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } = require('@opentelemetry/sdk-metrics');

/** The quantile as a dashboard computes it: along a straight line through the bucket that holds it. */
function quantile({ boundaries, counts }, share) {
  const rank = share * counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (const [index, count] of counts.entries()) {
    const from = boundaries[index - 1] ?? 0;
    if (below + count >= rank) return from + ((boundaries[index] - from) * (rank - below)) / count;
    below += count;
  }
}

async function record(title, options) {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 600_000 })] });
  const histogram = provider.getMeter('shop').createHistogram('http.server.request.duration', { unit: 's', ...options });
  for (const seconds of [0.003, 0.004, 0.005, 0.012, 0.02]) histogram.record(seconds);
  await provider.forceFlush();
  const { buckets } = exporter.getMetrics()[0].scopeMetrics[0].metrics[0].dataPoints[0].value;
  const used = buckets.counts.flatMap((count, index) => (count > 0 ? [`<=${buckets.boundaries[index]} (${count} of 5)`] : []));
  console.log(`${title} buckets with requests: ${used.join(', ')}, p99 read from them ${Number(quantile(buckets, 0.99).toFixed(3))} s`);
  await provider.shutdown();
}

(async () => {
  await record('plain: ', {});
  await record('advice:', { advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] } });
})();
JS
node seen.cjs | tee seen
diff seen - <<'OUT'
plain:  buckets with requests: <=5 (5 of 5), p99 read from them 4.95 s
advice: buckets with requests: <=0.005 (3 of 5), <=0.025 (2 of 5), p99 read from them 0.025 s
OUT
echo 'as described'
