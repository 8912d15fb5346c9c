import { evaluate, type Substitute, type Variables } from './env-expression';
import { InvalidConfigFileError, type ConfigProblem } from './invalid-config-file-error';
import { SourceText } from './source-text';

/**
 * Replaces the ERB tags of a text by what they come to. Only environment variables are known, and
 * comments: nothing is ever evaluated.
 *
 * @throws InvalidConfigFileError
 */
export function substituteEnv(file: string, original: string, variables: Variables): SourceText {
  const source = new SourceText(original);
  const problems: ConfigProblem[] = [];
  let end = 0;
  for (let start = original.indexOf('<%'); start >= 0; start = original.indexOf('<%', end)) {
    const close = original.indexOf('%>', start + 2);
    source.copy(end, start);
    end = close < 0 ? original.length : close + 2;
    const substitute = substituteFor(original.slice(start, end), variables);
    if ('text' in substitute) source.substitute(substitute.text, start);
    else problems.push({ ...source.positionOf(start), message: substitute.problem });
  }
  source.copy(end, original.length);
  if (problems.length > 0) throw new InvalidConfigFileError(file, problems);
  return source;
}

function substituteFor(tag: string, variables: Variables): Substitute {
  if (!tag.endsWith('%>')) return { problem: 'expected %> after <%, and the file ends.' };
  if (tag.startsWith('<%#')) return { text: '' };
  const output = tag.startsWith('<%=') ? tag.slice(3, -2).trim() : '';
  return (
    evaluate(output, variables) ?? {
      problem: `expected <%= ENV.fetch("NAME", 10) %> or <%= ENV["NAME"] %>, got ${tag}. The file is read, never run as code.`,
    }
  );
}
