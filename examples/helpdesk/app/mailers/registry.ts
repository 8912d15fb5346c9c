import { conversationMailer } from './conversation-mailer';
import type { Mail, Mailer } from './mail';
import { reportMailer } from './report-mailer';

const mailers = new Map<string, Mailer>([
  ['ConversationMailer', conversationMailer],
  ['ReportMailer', reportMailer],
]);

/** The mail that a mailer's method composes; both are names that came with a job. */
export function compose(mailerName: string, method: string, ids: readonly number[]): Mail {
  const mailer = mailers.get(mailerName);
  if (!mailer) throw new Error(`No mailer is called '${mailerName}'`);
  const write = Object.hasOwn(mailer, method) ? mailer[method] : undefined;
  if (!write) throw new Error(`${mailerName} has no method '${method}'`);
  return write(...ids);
}
