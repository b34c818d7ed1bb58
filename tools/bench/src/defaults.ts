/** Records of a benchmark where none are asked for; those of docs/reports/benchmarks.md. */
export const defaultRecords: Record<string, number> = { processing: 200_000, connector: 100_000, cost: 5000, reads: 1_000_000 };
