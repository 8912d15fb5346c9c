import { accounts, users } from './models/account';
import { contacts } from './models/contact';
import { conversations } from './models/conversation';
import { integrations } from './models/integration';
import { webhooks } from './models/webhook';

/** Two accounts with their contacts, conversations, webhooks and integrations. */
export function seed(receiverUrl: string): void {
  const acme = accounts.create({ name: 'Acme' });
  const globex = accounts.create({ name: 'Globex' });
  users.create({ name: 'Ada', email: 'ada@acme.test', admin: true });
  users.create({ name: 'Bob', email: 'bob@acme.test' });

  seedContacts(acme.id, 250);
  seedContacts(globex.id, 5);
  for (const accountId of [acme.id, globex.id, acme.id, acme.id, acme.id]) {
    const [contact] = contacts.where((each) => each.accountId === accountId);
    conversations.create({ accountId, contactId: contact?.id ?? 0, status: 'open' });
  }

  for (const name of ['healthy', 'flaky', 'slow', 'gone', 'down']) {
    seedWebhook(acme.id, `${receiverUrl}/hooks/${name}`);
  }
  seedWebhook(globex.id, `${receiverUrl}/hooks/healthy`);
  for (const name of ['slow', 'unreachable', 'invalid', 'limited']) {
    integrations.create({ name, url: `${receiverUrl}/api/${name}`, synced: false });
  }
}

function seedContacts(accountId: number, count: number): void {
  for (let number = 1; number <= count; number += 1) {
    const email = `contact-${number}@account-${accountId}.test`;
    contacts.create({ accountId, name: `Contact ${number}`, email });
  }
}

function seedWebhook(accountId: number, url: string): void {
  webhooks.create({ accountId, url, enabled: true, delivered: 0 });
}
