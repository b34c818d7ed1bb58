/** A condition or an update. `#name` stands for the attribute of that name, `:name` for the value with that name. */
export interface TableExpression {
  text: string;
  values?: Record<string, unknown>;
}

/** A change of one item, made if the condition holds. */
export interface ConditionalUpdate {
  by: TableExpression;
  if?: TableExpression;
}

/** Returns the names and values of expressions as the SDK takes them. */
export const expressionParts = (...expressions: (TableExpression | undefined)[]) => {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  for (const expression of expressions) {
    for (const [alias] of expression?.text.matchAll(/#\w+/g) ?? []) names[alias] = alias.slice(1);
    for (const [name, value] of Object.entries(expression?.values ?? {})) values[`:${name}`] = value;
  }
  return {
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
};

/** Adds to counters; `extra` sets other attributes in the same update. */
export const addNumbers = (counts: Record<string, number>, extra?: TableExpression): TableExpression => {
  const entries = Object.entries(counts).filter(([, count]) => count !== 0);
  const adds = entries.map(([name]) => `#${name} :add_${name}`).join(', ');
  const values = Object.fromEntries(entries.map(([name, count]) => [`add_${name}`, count]));
  return { text: [extra?.text, adds && `ADD ${adds}`].filter(Boolean).join(' '), values: { ...extra?.values, ...values } };
};
