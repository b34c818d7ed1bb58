/** What a sweep over public manifests gave, written down after it: the manifests themselves are no part of the repository. */
export const publicManifests = `Any folder of manifests can be compared: \`npm run compare -- --manifests <folder> --python <path>\`. A stub answers for them with made-up
configs, records, pages and tokens; what has a state is run once more from it. With \`--faults passing\` every path fails the first time, with
\`--faults lasting\` half of them always do.

The last sweep took 715 manifests of public connectors without Python code of their own, 273 of them older forms, of about 5,500 streams.

- The same in records, state, requests and outcome: **687**.
- Refused by both, for what the manifest says: 10. None is refused by ours alone.
- Different: 18, all by intent. Seven have streams that page without an end in the Python engine, where ours stalls; two have a \`spec\` that is no
  valid JSON schema; in seven the Python engine fails for an option with an empty name, a missing schema file or a variable that is never reached,
  where ours reads; in one a parent fails on the way; in one (10,000 requests) parents name the same partitions again and again.
- 15 of them, with increments, substreams and tokens, also with passing and with lasting faults: all the same.

With \`--required\` the configs have only what the manifests require, and defaults, so that templates meet values that are not set. Of 376 manifests of
February 2025 without Python code:

- The same: **351**. Refused by both: 7, most since no way of signing in is chosen.
- Different: 18, all by intent. In nine something that is not set, or a \`spec\` that is no valid schema or not there, keeps the Python engine from starting or
  reading, where ours reads the streams that need none of it; five have a stream that pages without an end in the Python engine, where ours stalls; two get
  records from after the end of a slice, which move no state here; in one the Python engine writes UTC digits before a literal \`-12:00\`; in one its own job fails.
- Mended by it: \`values\` of a \`ListPartitionRouter\`, \`max_retries\` and waits that are made of a value that is not set, and a page token that a template
  writes as a mapping for GraphQL.
`;
