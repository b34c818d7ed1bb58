/** Where the two differ by intent, whatever the manifest. */
export const intended = `- A page or a page token that comes a second time ends the read as \`stalled\`; the Python engine asks on without end.
- A record that cannot be mapped (an item that is no object, a transformation that fails) is put aside with its reason, and the stream is read on;
  the Python engine ends the stream there. Where it is a parent's, both fail, ours after reading what is below the others.
- Fields that are null are kept; the command of the Python engine leaves those of the record itself out.
- Where nothing at all could be read, the state stays as it was; the Python engine writes one that begins at the start date.
- A \`spec\` that is itself no valid JSON schema keeps the Python engine from starting; ours reads.
- What a manifest has wrong where a read gets by without it (a request option with an empty name, a schema file that is not there, a variable in a
  branch that is never taken) fails the stream in the Python engine; ours reads.
- A partition of an incremental stream that its parents name more than once is read once in a run; the Python engine reads it again if it has
  finished with the first by then, so that how often depends on the pace.
- \`RATE_LIMITED\` waits as long as the run may take, then saves its place; the Python engine gives up after \`max_retries\`.
- An answer with status 200 that is no JSON, or an error object in place of the records, fails the read or is set aside; the Python engine takes it
  for no records.
- A number with a fraction of zero (\`10.0\`) is a whole number here: a template writes it as \`10\`.
- \`KeysToSnakeCase\` leaves letters as they are that are neither Latin, Cyrillic nor Greek; the Python engine writes them in Latin ones.
- Where a parent fails on the way, both read what is below the records that came before; ours also two levels below, and both fail.
`;
