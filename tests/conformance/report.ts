import { isRunnable, type AdapterName, type Case, type Section } from './case';

/** Whether a case passed, per adapter. */
export type Results = ReadonlyMap<string, ReadonlyMap<AdapterName, boolean>>;

const HEAD = `# Conformance

Drover follows the conventions of Rails' Active Job, and holds itself to Active Job's own test suite
([rails/rails, activejob/test/cases](https://github.com/rails/rails/tree/main/activejob/test/cases)). Each row is a
case of it, in our words. This page is written by the run of \`tests/conformance\`: \`pass\` means on every adapter
named, \`n/a\` that the case has no meaning in TypeScript, \`open\` that its part is not built yet. A twist is where
Drover means to differ.
`;

/** The page. Pure, so that a test can say when the one on disk is out of date. */
export function renderReport(sections: readonly Section[], results: Results): string {
  return [
    HEAD,
    summary(sections, results),
    ...sections.map((section) => renderSection(section, results)),
  ].join('\n');
}

function summary(sections: readonly Section[], results: Results): string {
  const rows = sections.map(({ key, title, cases }) => {
    const count = (word: Status) => cases.filter((each) => statusOf(each, results) === word).length;
    return `| ${key} | ${title} | ${STATUSES.map((word) => count(word) || '').join(' | ')} |`;
  });
  return [
    `| | Section | ${STATUSES.join(' | ')} |`,
    `|---|---|${STATUSES.map(() => '--:|').join('')}`,
    ...rows,
    '',
  ].join('\n');
}

function renderSection({ key, title, cases }: Section, results: Results): string {
  const rows = cases.map((each) => row(each, results));
  return [
    `## ${key}: ${title}`,
    '',
    '| Case | Status | Behaviour | Adapters |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function row(each: Case, results: Results): string {
  const status = statusOf(each, results);
  const reason = 'reason' in each ? ` (${each.reason})` : '';
  return `| ${each.id} | ${status}${reason} | ${each.behaviour.replaceAll('|', '\\|')} | ${adapters(each, results)} |`;
}

const STATUSES = ['pass', 'fail', 'n/a', 'open'] as const;
type Status = (typeof STATUSES)[number];

function statusOf(each: Case, results: Results): Status {
  if ('reason' in each) return 'n/a';
  if (!isRunnable(each)) return 'open';
  return outcomes(each, results).every(([, passed]) => passed) ? 'pass' : 'fail';
}

function adapters(each: Case, results: Results): string {
  return outcomes(each, results)
    .map(([name, passed]) => (passed ? name : `**not ${name}**`))
    .join(', ');
}

function outcomes({ id }: Case, results: Results): [AdapterName, boolean][] {
  return [...(results.get(id) ?? [])];
}
