/** Places in an answer where a manifest looks for the token of a login. */
export const tokenPaths = (value: unknown): string[][] => {
  if (typeof value !== 'object' || value === null) return [];
  const { session_token_path: session, access_token_name: access } = value as Record<string, unknown>;
  return [
    ...(Array.isArray(session) ? [session.map(String)] : []),
    ...(typeof access === 'string' ? [[access]] : []),
    ...Object.values(value).flatMap(tokenPaths),
  ];
};
