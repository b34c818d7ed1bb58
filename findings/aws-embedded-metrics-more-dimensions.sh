#!/usr/bin/env bash
# aws-embedded-metrics 4.2.1, the dimensions of a metric
#
# Expected: `putDimensions({ source: 'a' })` makes a metric with the dimension `source`, as the same call of CloudWatch would.
# Behaviour: three more are added to it: LogGroup, ServiceName and ServiceType. CloudWatch finds a metric only by all of its dimensions, so that an
# alarm or a dashboard on `source` alone, as written in Terraform, shows no data, and no error. Only `setDimensions` leaves them out.
# Who meets it: a team that names a metric in infrastructure code by the dimensions that the application code shows.
# Output seen:
#   putDimensions: LogGroup ServiceName ServiceType source
#   setDimensions: source
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund aws-embedded-metrics@4.2.1
cat > seen.cjs <<'JS'
process.env.AWS_EMF_ENVIRONMENT = 'Lambda';
process.env.AWS_LAMBDA_FUNCTION_NAME = 'orders';
const { createMetricsLogger } = require('aws-embedded-metrics');

(async () => {
  for (const call of ['putDimensions', 'setDimensions']) {
    const metrics = createMetricsLogger();
    metrics.setNamespace('shop');
    metrics[call]({ source: 'a' });
    metrics.putMetric('records', 3, 'Count');
    console.error(call);
    await metrics.flush();
  }
})();
JS
node seen.cjs 2>calls >lines
paste -d'\n' calls lines | node -e "
const lines = require('fs').readFileSync(0, 'utf8').trim().split('\n');
for (let index = 0; index < lines.length; index += 2)
  console.log(lines[index] + ': ' + JSON.parse(lines[index + 1])._aws.CloudWatchMetrics[0].Dimensions[0].join(' '));" | tee seen
diff seen - <<'OUT'
putDimensions: LogGroup ServiceName ServiceType source
setDimensions: source
OUT
echo 'as described'
