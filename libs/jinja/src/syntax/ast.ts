/** An expression; `at` is its offset in the source. */
export type Expression = { at: number } & (
  | { kind: 'constant'; value: null | boolean | number | bigint | string }
  | { kind: 'float'; value: number }
  | { kind: 'name'; name: string }
  | { kind: 'list' | 'tuple' | 'concat'; items: Expression[] }
  | { kind: 'dict'; entries: [Expression, Expression][] }
  | { kind: 'unary'; operator: 'not' | '-' | '+'; operand: Expression }
  | { kind: 'logic'; operator: 'and' | 'or'; left: Expression; right: Expression }
  | { kind: 'arithmetic'; operator: string; left: Expression; right: Expression }
  | { kind: 'compare'; first: Expression; rest: { operator: string; operand: Expression }[] }
  | { kind: 'condition'; test: Expression; then: Expression; otherwise?: Expression }
  | { kind: 'attribute'; object: Expression; name: string }
  | { kind: 'item'; object: Expression; key: Expression }
  | { kind: 'slice'; object: Expression; start?: Expression; stop?: Expression; step?: Expression }
  | { kind: 'call'; callee: Expression; args: CallArguments }
  | { kind: 'filter'; operand?: Expression; name: string; args: CallArguments }
  | { kind: 'test'; operand: Expression; name: string; args: CallArguments }
);

export interface CallArguments {
  positional: Expression[];
  named: [string, Expression][];
  /** `*args` and `**kwargs`. */
  spread?: Expression;
  spreadNamed?: Expression;
}

/** The target of `set`, `for` and `with`. */
export type Target =
  { kind: 'name'; name: string } | { kind: 'names'; targets: Target[] } | { kind: 'member'; name: string; member: string };

export interface Parameter {
  name: string;
  fallback?: Expression;
}

/** A part of a template between or inside its tags. */
export type Statement =
  | { kind: 'data'; text: string }
  | { kind: 'output'; expression: Expression }
  | { kind: 'if'; branches: { test: Expression; body: Statement[] }[]; otherwise: Statement[] }
  | { kind: 'for'; target: Target; items: Expression; only?: Expression; recursive: boolean; body: Statement[]; otherwise: Statement[] }
  | { kind: 'set'; target: Target; value: Expression }
  | { kind: 'capture'; target: Target; filters?: Expression; body: Statement[] }
  | { kind: 'with'; bindings: [Target, Expression][]; body: Statement[] }
  | { kind: 'macro'; name: string; parameters: Parameter[]; body: Statement[] }
  | { kind: 'call'; call: Expression; parameters: Parameter[]; body: Statement[] }
  | { kind: 'filtered'; filters: Expression; body: Statement[] };
