/** What a sweep over public manifests gave, written down after it: the manifests themselves are no part of the repository. */
export const publicManifests = `Any folder of manifests can be compared: \`npm run compare -- --manifests <folder> --python <path>\`. A stub answers for them with made-up
configs, records, pages and tokens; what has a state is run once more from it. With \`--faults passing\` every path fails the first time, with
\`--faults lasting\` half of them always do.

The last sweep took 343 manifests of public connectors, of about 2,900 streams.

- The same in records, state, requests and outcome: **330**.
- Refused by both, for what the manifest says or for a made-up config that it does not take: 4.
- Different: 9. Five have streams that page without an end in the Python engine, where ours stalls; one has a \`spec\` that is no valid JSON schema;
  in three it is the comparison itself: times of two runs, more requests than the stub answers, a job whose states it does not know.
- 15 of them, with increments, substreams and tokens, also with passing and with lasting faults: all the same.
`;
