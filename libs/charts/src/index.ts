export { BarChart } from './bar-chart/bar-chart';
export { LineChart } from './line-chart/line-chart';
export type { Bar, Bucket, Series, TimePoint, TimeZone } from './chart-data';
