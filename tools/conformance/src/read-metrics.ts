/** One series of a metric and its value. */
export interface MetricSample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** A metric as the text format of Prometheus has it. */
export interface MetricFamily {
  name: string;
  type: string;
  help: string;
  samples: MetricSample[];
}

const namePattern = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const samplePattern = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const labelPattern = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/y;

const refuse = (problem: string): never => {
  throw new Error(`metrics: ${problem}`);
};

/**
 * Reads metrics in the text format of Prometheus, version 0.0.4, more strictly than Prometheus itself: help and type once and first, each series
 * once, counters end in `_total`, and histograms are complete and grow. @throws Error that names the first problem
 */
export const readMetrics = (text: string): Map<string, MetricFamily> => {
  if (!text.endsWith('\n')) refuse('the last line does not end');
  const families = new Map<string, MetricFamily>();
  let current: MetricFamily | undefined;
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (keyword === 'HELP') {
      if (!namePattern.test(name) || families.has(name)) refuse(`${name} is there twice, or is no name`);
      families.set(name, (current = { name, type: '', help: rest, samples: [] }));
    } else if (keyword === 'TYPE') {
      if (current?.name !== name || current.type !== '' || current.samples.length > 0) refuse(`the type of ${name} is out of place`);
      (current as MetricFamily).type = rest;
    } else addSample(current ?? refuse(`${line} belongs to no metric`), line);
  }
  for (const family of families.values()) checkFamily(family);
  return families;
};

const addSample = (family: MetricFamily, line: string): void => {
  const [, name = '', labels = '', value = ''] = samplePattern.exec(line) ?? refuse(`${line} is no sample`);
  const suffixes = family.type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
  if (!suffixes.some((suffix) => name === family.name + suffix)) refuse(`${name} stands below ${family.name}`);
  const number = value === '+Inf' ? Infinity : Number(value);
  if (Number.isNaN(number)) refuse(`${line}: ${value} is no number`);
  family.samples.push({ name, labels: readLabels(labels), value: number });
};

const readLabels = (text: string): Record<string, string> => {
  const labels: Record<string, string> = {};
  labelPattern.lastIndex = 0;
  while (labelPattern.lastIndex < text.length) {
    const [, name = '', value = ''] = labelPattern.exec(text) ?? refuse(`${text} are no labels`);
    if (Object.hasOwn(labels, name)) refuse(`the label ${name} is there twice`);
    labels[name] = value;
  }
  return labels;
};

const keyOf = ({ name, labels }: MetricSample): string => JSON.stringify([name, Object.entries(labels).sort()]);

const checkFamily = (family: MetricFamily): void => {
  const { name, type, help, samples } = family;
  if (!['counter', 'gauge', 'histogram'].includes(type)) refuse(`${name} has the type ${type}`);
  if (help === '') refuse(`${name} has no help`);
  if (new Set(samples.map(keyOf)).size < samples.length) refuse(`${name} has a series twice`);
  if (type === 'counter' && (!name.endsWith('_total') || samples.some(({ value }) => value < 0))) refuse(`${name} is no counter`);
  if (type === 'histogram') checkHistogram(family);
};

const checkHistogram = ({ name, samples }: MetricFamily): void => {
  const series = Map.groupBy(samples, ({ labels: { le: _le, ...labels } }) => JSON.stringify(Object.entries(labels).sort()));
  for (const all of series.values()) {
    const buckets = all
      .filter((sample) => sample.name === `${name}_bucket`)
      .map(({ labels, value }) => [boundOf(labels['le']), value] as const);
    const count = all.find((sample) => sample.name === `${name}_count`)?.value ?? refuse(`${name} has no count`);
    if (!all.some((sample) => sample.name === `${name}_sum`)) refuse(`${name} has no sum`);
    if (buckets.at(-1)?.[0] !== Infinity || buckets.at(-1)?.[1] !== count) refuse(`${name}: the last bucket does not hold all`);
    for (const [i, [bound, value]] of buckets.entries()) {
      const [boundBefore, valueBefore] = buckets[i - 1] ?? [-Infinity, 0];
      if (!(bound > boundBefore) || value < valueBefore) refuse(`${name}: the buckets do not grow`);
    }
  }
};

const boundOf = (le: string | undefined): number => (le === '+Inf' ? Infinity : le === undefined ? NaN : Number(le));
