import { InvalidOptionsError } from '../../options/invalid-options-error';

/** What a job is called, in its several forms. */
export interface JobForms {
  /** `WebhooksDeliveryJob`. */
  readonly className: string;
  /** From jobs/, without an ending: `webhooks/delivery`. */
  readonly path: string;
}

/**
 * Reads a name as Ruby or a file would have it: `Webhooks::Delivery`, `webhooks/delivery_job`.
 *
 * @throws InvalidOptionsError
 */
export function jobForms(name: string): JobForms {
  const parts = name.split(/::|\//).map(wordsOf);
  const last = parts.at(-1);
  if (last && last.length > 1 && last.at(-1) === 'job') last.pop();
  if (parts.some((words) => words.length === 0) || !/^[A-Za-z][\w:/-]*$/.test(name))
    throw new InvalidOptionsError(
      'The NAME of a job',
      "words of letters and digits, such as 'Webhooks::Delivery' or 'webhooks/delivery'",
      name,
    );
  return {
    className: `${parts.flat().map(capitalized).join('')}Job`,
    path: parts.map((words) => words.join('-')).join('/'),
  };
}

/** `WebhookDelivery`, `webhook_delivery`, `webhook-delivery` → webhook, delivery. */
function wordsOf(part: string): string[] {
  return part
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
