import type { CronExpressionParser } from 'cron-parser';
import { naturalCron, nearestNaturalCron } from './natural-cron';
import { isTimeZone } from './time-zone';

/** A cron text that was understood. */
export interface CronExpression {
  /** Five fields, or six with the seconds in front. */
  readonly fields: string;
  /** The time zone they are read in. */
  readonly zone: string;
}

/** What is wrong with a cron text, in the parts of a refusal. */
export interface CronProblem {
  readonly expected: string;
  readonly got: string;
  readonly advice: string;
}

export type ParsedCron = { readonly cron: CronExpression } | { readonly problem: CronProblem };

/** What a cron text may be, for error messages. */
const CRON_FORMS =
  "five or six fields of cron, '@daily', or 'every Monday at 01:11', and at most a time zone behind it";

const ALIASES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@noon': '0 12 * * *',
  '@hourly': '0 * * * *',
};

/**
 * Reads a cron text as sidekiq-cron takes it. UTC unless the text or the caller gives a zone,
 * whatever the zone of the process.
 *
 * @param zone - beside the text; a text that has one too is refused
 */
export function parseCron(text: string, zone?: string): ParsedCron {
  const { rest, own } = splitZone(text.trim());
  if (own !== undefined && zone !== undefined && own !== zone)
    return refuse('one time zone', text, `Beside the text stands '${zone}'.`);
  const where = own ?? zone ?? 'UTC';
  if (!isTimeZone(where)) return refuse("a time zone such as 'Europe/Berlin'", where);
  const fields = ALIASES[rest] ?? naturalCron(rest) ?? rest;
  const fault = faultIn(fields);
  if (fault === undefined) return { cron: Object.freeze({ fields, zone: where }) };
  return refuse(CRON_FORMS, text, `${fault}${suggestionFor(rest)}`.trim());
}

function refuse(expected: string, got: string, advice = ''): { problem: CronProblem } {
  return { problem: { expected, got, advice } };
}

/** Loaded at the first cron text: an application without any does not pay for it. */
export function cronParser(): typeof CronExpressionParser {
  return (require('cron-parser') as typeof import('cron-parser')).CronExpressionParser;
}

/** `0 9 * * * Europe/Berlin`, `every day at 9:00 in Europe/Berlin`. */
function splitZone(text: string): { rest: string; own?: string } {
  const [, rest, last] = /^(.+?)(?: in)? ([A-Za-z][\w+-]*(?:\/[\w+-]+)*)$/.exec(text) ?? [];
  if (rest === undefined || last === undefined) return { rest: text };
  const isZone = last.includes('/') || (/^[A-Z]/.test(last) && !isWord(last) && isTimeZone(last));
  return isZone ? { rest, own: last } : { rest: text };
}

/** A weekday or a month stands where a zone may: `0 0 * * MON`. */
function isWord(text: string): boolean {
  return /^(?:sun|mon|tue|wed|thu|fri|sat|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$/i.test(
    text,
  );
}

/** What is wrong with the fields, as a sentence if there is more to say; undefined: nothing is. */
function faultIn(fields: string): string | undefined {
  const count = fields.split(/\s+/).length;
  if (!/^[\d*?H]/.test(fields) || /[^\s\w*,/?#-]/.test(fields)) return '';
  if (count < 5 || count > 6) return `It has ${count} ${count === 1 ? 'field' : 'fields'}. `;
  // cron-parser draws a number for H: each process would draw another.
  if (/(?:^|[\s,])H/i.test(fields)) return "'H' means something else in every process. ";
  try {
    cronParser().parse(fields, { tz: 'UTC' });
    return undefined;
  } catch (error) {
    return `${(error as Error).message}. `;
  }
}

function suggestionFor(text: string): string {
  const nearest = /[a-z]{3}/i.test(text) ? nearestNaturalCron(text) : undefined;
  return nearest ? `The nearest cron is '${nearest}'.` : '';
}
