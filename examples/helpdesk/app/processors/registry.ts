import type { InboundPayload, Processor } from './processor';
import { TelegramProcessor } from './telegram-processor';
import { WhatsappProcessor } from './whatsapp-processor';

type ProcessorClass = new (payload: InboundPayload) => Processor;

/** The only classes that a webhook type can name: a type comes from outside. */
const processors = new Map<string, ProcessorClass>([
  ['telegram', TelegramProcessor],
  ['whatsapp', WhatsappProcessor],
]);

export function processorFor(type: string): ProcessorClass {
  const found = processors.get(type);
  if (found) return found;
  throw new Error(
    `No webhook processor for '${type}', only for ${[...processors.keys()].join(', ')}`,
  );
}
