const given = ['next_page_token', 'stream_partition', 'creation_response', 'polling_response', 'download_target'];

/** Variables with what the source itself gave. A request sends it back as the source wrote it: in address, query, headers and forms. */
export const sentBack: ReadonlySet<string> = new Set([...given, 'stream_slice']);

/** The same for JSON bodies, where the times of a slice that are written as numbers stay numbers. */
export const sentBackAsJson: ReadonlySet<string> = new Set(given);
