/** What a sweep over public manifests gave, written down after it: the manifests themselves are no part of the repository. */
export const publicManifests = `Any folder of manifests can be compared: \`npm run compare -- --manifests <folder> --python <path>\`. A stub answers for them with made-up
configs, records, pages and tokens; what has a state is run once more from it. With \`--faults passing\` every path fails the first time, with
\`--faults lasting\` half of them always do.

Before, a sweep over 715 manifests of about 5,500 streams gave 687 the same, none of them refused by ours alone. The last sweep, of December 2026, took the 398
manifests of August 2025 without Python code of their own, of about 3,600 streams, and 151 older forms of 2023 and 2024, of about 800, their \`spec\` and schemas
put in.

- The same in records, state, requests and outcome: **384** and **137**.
- Refused by both, for what the manifest says: 2 and 6.
- Different: 12 and 8, all by intent. Five have streams that page without an end in the Python engine, where ours stalls; seven get records from after the end of
  a slice, which move no state here; two are refused by the Python engine as a whole, for a \`spec\` that is no valid JSON schema and a number in a
  \`field_path\`; in five it fails for an option with an empty name, a missing schema file, a variable that is not there or a parent that fails on the way; in one
  it writes UTC digits before a literal \`-12:00\`.
- Mended by it: \`utf\` and other names that Python has for charsets.
- In an earlier one 15 of them, with increments, substreams and tokens, also with passing and with lasting faults: all the same.

With \`--required\` the configs have only what the manifests require, and defaults, so that templates meet values that are not set. Of 376 manifests of
February 2025 without Python code:

- The same: **351**. Refused by both: 7, most since no way of signing in is chosen.
- Different: 18, all by intent. In nine something that is not set, or a \`spec\` that is no valid schema or not there, keeps the Python engine from starting or
  reading, where ours reads the streams that need none of it; five have a stream that pages without an end in the Python engine, where ours stalls; two get
  records from after the end of a slice, which move no state here; in one the Python engine writes UTC digits before a literal \`-12:00\`; in one its own job fails.
- Mended by it: \`values\` of a \`ListPartitionRouter\`, \`max_retries\` and waits that are made of a value that is not set, and a page token that a template
  writes as a mapping for GraphQL.
`;
