import { contacts } from '../app/models/contact';

/** Uses the helpdesk as its customers, agents and neighbours do: through HTTP. */
export async function useHelpdesk(url: string): Promise<void> {
  const post = (path: string, body: object = {}) => send(url, 'POST', path, body);

  // The customer of conversation 3 writes, on a channel that sends everything twice.
  const message = { id: 'wamid.1', conversation: 3, text: 'Hello?' };
  await post('/inbound/whatsapp', { messages: [message] });
  await post('/inbound/whatsapp', { messages: [message] });
  await post('/inbound/telegram', {
    update_id: 7,
    conversation: 5,
    text: 'Is my order on its way?',
  });
  await post('/inbound/fax');
  await post('/conversations/5/messages', { body: 'It is.' });

  // Tells five webhooks: one is healthy, the others are not.
  await post('/conversations/1/resolve', { userId: 1 });
  await send(url, 'DELETE', '/webhooks/6');
  await post('/webhooks/6/ping');
  await post('/conversations/2/resolve', { userId: 1, urgent: true });
  await post('/conversations/999/resolve', { userId: 1 });

  // Nobody has answered the customer of conversation 3 when it is looked at again.
  await post('/conversations/3/snooze');
  await post('/conversations/4/snooze');

  // The last five belong to another account, and are left alone.
  const ids = contacts.all().map(({ id }) => id);
  await post('/accounts/1/contacts/bulk', { ids, attributes: { label: 'vip' } });

  const march = { from: '2026-03-01', to: '2026-03-31' };
  const at = new Date(Date.now() + 2000).toISOString();
  await post('/accounts/1/reports', { type: 'conversations', ...march });
  // Asked for again by somebody impatient.
  await post('/accounts/1/reports', { type: 'agents', ...march, at });
  await post('/accounts/1/reports', { type: 'agents', ...march, at });

  for (const id of [1, 2, 3, 4]) await post(`/integrations/${id}/sync`);
}

async function send(url: string, method: string, path: string, body?: object): Promise<void> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok)
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}
