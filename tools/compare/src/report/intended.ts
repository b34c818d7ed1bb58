/** Where the two differ by intent, whatever the manifest. */
export const intended = `- The same page for the same request ends the read: as complete where the source repeats the token it was asked with, else as \`stalled\`, as do
  four pages in a row without new records; the Python engine asks on without end.
- What a source gave goes back to it as it wrote it: a page token, or a partition's key in address, query, headers and forms. The Python engine
  reads each as a Python literal and writes it again: \`1e5\` becomes \`100000.0\`, \`1.10\` becomes \`1.1\`, \`1_000\` becomes \`1000\`, \`'x'\` loses its quotes, and \`None\` and
  \`False\` end the paging. Here a text becomes a number only where that writes back to the same text (so \`17\` in a JSON body is a number in both).
- The text \`"0"\` is a page token, and so is the number 0 where the manifest has a \`stop_condition\`: to end there would lose what follows without
  a word. The Python engine ends at both. A partition's key 0 is sent; the Python engine leaves it out of the request, and so reads everything.
- Where a filter leaves no record of a page, \`last_record\` is the last item before the filter; in the Python engine it is None, and paging ends or fails.
- A page that comes again for each page number after it, where other pages came before, is the last one, with a note; the Python engine asks on without end.
- An answer that says by a flag that more follows, but has no token for it, leaves a note; the Python engine ends without a word.
- In a page of more than 8 MB a template sees a long list by its length and its first and last elements. With \`JsonItemsDecoder\` it sees the answer in that way; in
  the Python engine \`response\` is then empty, so that paging by it ends.
- A next link that is a query alone (\`?page=2\`) is one of the address that was asked; the Python engine puts it behind \`url_base\`.
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
- A value that no double holds, such as \`1e400\`, is kept as that number, also where \`schema_normalization\` makes it of a text; the Python engine has
  null. \`NaN\` and infinities are null in both.
- A broken byte or another value that is no JSON refuses its record, and control characters in texts are kept; the Python engine refuses the whole
  answer for each of them.
- A time is written in the zone that its format names: \`Z\`, \`+05:30\`, or, where it names none, UTC or the value's own wall clock, whichever is earlier. The
  Python engine writes the wall clock of the value and puts the format's \`Z\` behind it, so that with \`+05:30\` hours of records are never asked for.
- A record that lies beyond the end of its slice, or beyond now, does not move the state; in the Python engine one record dated 2099 ends the stream for
  good. Such a record is kept where records are filtered here, and ends no feed.
- A format may name its own offset (\`%S+05:30\`), \`%:z\` is read, a leap second counts to its minute, and 24:00 is the next day's beginning; the Python engine
  takes the first for UTC and reads none of the others. Where \`%H%M%S\` has the digits of the microseconds, as at midnight, \`%_ms\` shortens only itself.
- A header or a template that says how long to wait may hold a time in place of seconds, in seconds, ms, µs or ns since 1970, as ISO 8601 or as an HTTP date;
  the Python engine takes every number for seconds.
- A config value that is not needed and not set, where a start date, an HTTP method or the size of \`concurrency_level\` is made of it, keeps the
  Python engine from starting; ours reads the other streams. Where the \`values\` of a \`ListPartitionRouter\` are null for it, the stream is empty
  here, with a note, as where they are missing; the Python engine fails it.
- \`values\` that are one text are refused; the Python engine makes a partition of each of its characters.
- A place at the head of a \`field_path\` (\`["1"]\`) is one in the list that the answer is; the Python engine looks for it in each element of that list.
- A charset that the Content-Type header or the page names is honoured for every decoder; the Python engine reads JSON as UTF-8, and CSV as its
  \`encoding\` says.
- A CSV row with more cells than the header is refused with all its cells, unless the rest is empty; the Python engine puts the rest under a null name.
  A row with two values for a column that the header has twice is refused; in the Python engine the last one counts.
- A web page, XML or JSON where CSV is declared sets the page aside; the Python engine reads its lines as rows.
- In XML the entities of HTML are known, and a bare \`&\` is read; the Python engine refuses the answer.
- Where a parent fails on the way, both read what is below the records that came before; ours also two levels below, and both fail.
`;
