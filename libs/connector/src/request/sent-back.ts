const given = ['next_page_token', 'stream_partition', 'creation_response', 'polling_response', 'download_target'];

/** Variables with values of the source. A request sends them back as the source wrote them: in URL, query, headers and forms. */
export const sentBack: ReadonlySet<string> = new Set([...given, 'stream_slice']);

/** The same for JSON bodies; slice times that are written as numbers stay numbers. */
export const sentBackAsJson: ReadonlySet<string> = new Set(given);
