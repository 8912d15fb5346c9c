export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

/** Methods that compose a mail from the ids of records. */
export type Mailer = Readonly<Record<string, (...ids: number[]) => Mail>>;

/** The mails that were sent. A real application talks to its mail server here. */
export const outbox: Mail[] = [];

export async function deliverNow(mail: Mail): Promise<void> {
  outbox.push(mail);
}
