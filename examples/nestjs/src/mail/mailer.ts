import { setTimeout } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** Keeps a connection, as a real one would. */
@Injectable()
export class Mailer implements OnModuleDestroy {
  #isOpen = true;

  async send(to: string, text: string): Promise<string> {
    console.log(`Sending to ${to}`);
    await setTimeout(200);
    if (!this.#isOpen) throw new Error('The mailer is closed');
    console.log(`Mail to ${to}: ${text}`);
    return `mailed to ${to}`;
  }

  onModuleDestroy(): void {
    this.#isOpen = false;
    console.log('The mailer is closed');
  }
}
