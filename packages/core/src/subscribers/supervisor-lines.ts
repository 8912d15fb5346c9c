import type { SupervisorEvent } from '../worker/supervisor/supervisor-event';

type Level = 'info' | 'warn' | 'error';

/** What a supervisor does, in words. */
export function supervisorLine(event: SupervisorEvent): { level: Level; text: string } {
  switch (event.kind) {
    case 'started':
      return { level: 'info', text: `${who(event)} starts` };
    case 'stopped':
      return { level: 'info', text: `${who(event)} ${how(event.end)}` };
    case 'died':
      return {
        // One that was told to stop from elsewhere ends in good order.
        level: event.end.code === 0 ? 'info' : 'error',
        text: `${who(event)} ${how(event.end)}; ${next(event.wait)}`,
      };
    case 'gaveUp':
      return {
        level: 'error',
        text: `${who(event)} ${how(event.end)} before it worked, and would do so again: all stop`,
      };
    case 'tooLarge':
      return {
        level: 'warn',
        text: `${who(event)} takes ${megabytes(event.rss)} of ${megabytes(event.limit)}: another takes its place`,
      };
    case 'restarting':
      return { level: 'info', text: 'Restarting every process, one at a time' };
    case 'restarted':
      return { level: 'info', text: 'Every process was restarted' };
    case 'restartAborted':
      return {
        level: 'error',
        text: `The new process ${event.number} ended before it worked: the restart ends here, the others go on as they are`,
      };
  }
}

function who({ number, pid }: { number: number; pid: number }): string {
  return `Process ${number} (pid ${pid})`;
}

function how({ code, signal, life }: { code: number | null; signal: string | null; life: number }) {
  const ending = signal ? `was ended by ${signal}` : `ended with code ${code ?? 'unknown'}`;
  return `${ending} after ${Math.round(life / 1000)} s`;
}

function next(wait: number | undefined): string {
  return wait === undefined ? 'another is on its way' : `another starts in ${wait / 1000} s`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}
