export type Variables = Readonly<Record<string, string | undefined>>;

/** What an expression comes to, or why it comes to nothing here. */
export type Substitute = { readonly text: string } | { readonly problem: string };

const QUOTED = String.raw`"[^"\\#]*"|'[^'\\]*'`;
const LITERAL = new RegExp(String.raw`^(?:${QUOTED}|-?\d+(?:\.\d+)?|true|false|nil)$`);
const FETCH = new RegExp(
  String.raw`^ENV\.fetch\(\s*(${QUOTED})\s*(?:,\s*(\S.*?)\s*)?\)(?:\s*\{\s*(\S.*?)\s*\})?$`,
  's',
);
const INDEX = new RegExp(String.raw`^ENV\[\s*(${QUOTED})\s*\](?:\s*\|\|\s*(\S.*))?$`, 's');

/**
 * Reads an environment variable as Ruby would write it: `ENV["X"]`, `ENV.fetch("X", 10)`, and both
 * of Ruby's other ways to say what stands in for it. Undefined for any other code.
 */
export function evaluate(expression: string, variables: Variables): Substitute | undefined {
  if (LITERAL.test(expression)) return { text: literal(expression) };
  const [, fetched, second, block] = FETCH.exec(expression) ?? [];
  if (fetched) {
    const name = unquote(fetched);
    return lookUp(name, variables, standIn(second ?? block, variables, unset(name)));
  }
  const [, indexed, other] = INDEX.exec(expression) ?? [];
  if (indexed) return lookUp(unquote(indexed), variables, standIn(other, variables, { text: '' }));
  return undefined;
}

/** Looked at whether it is needed or not, so that code is refused always and not only sometimes. */
function standIn(
  expression: string | undefined,
  variables: Variables,
  otherwise: Substitute,
): Substitute | undefined {
  return expression === undefined ? otherwise : evaluate(expression, variables);
}

function lookUp(
  name: string,
  variables: Variables,
  fallback: Substitute | undefined,
): Substitute | undefined {
  const value = variables[name];
  if (value === undefined || !fallback) return fallback;
  if (/[\r\n]/.test(value))
    return {
      problem: `the environment variable ${name} has a line break, which no setting takes.`,
    };
  return { text: value };
}

function unset(name: string): Substitute {
  return {
    problem: `the environment variable ${name} is not set. Set it, or say what stands in for it: ENV.fetch("${name}", 10).`,
  };
}

function literal(text: string): string {
  if (text === 'nil') return '';
  return /^["']/.test(text) ? unquote(text) : text;
}

function unquote(text: string): string {
  return text.slice(1, -1);
}
