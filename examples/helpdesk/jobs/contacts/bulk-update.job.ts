import { QueueAs } from '@drover/core';
import { contacts, type ContactAttributes } from '../../app/models/contact';
import { ApplicationJob } from '../application.job';

@QueueAs('low')
export class BulkContactUpdateJob extends ApplicationJob {
  async perform(accountId: number, contactIds: readonly number[], attributes: ContactAttributes) {
    const wanted = new Set(contactIds);
    const batches = contacts.inBatches(
      100,
      (contact) => contact.accountId === accountId && wanted.has(contact.id),
    );
    for (const batch of batches) {
      for (const { id } of batch) contacts.update(id, attributes);
    }
  }
}
