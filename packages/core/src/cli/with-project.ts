import type { Application } from '../application';
import { close } from '../drover';
import type { Terminal } from './command';
import { loadProject } from './load-project';

/**
 * Sets up the project for one command and closes it behind it. The standard output belongs to what
 * the command answers: instead of log lines, what should be known goes to the standard error.
 */
export async function withProject(
  { stderr }: Terminal,
  run: (application: Application) => Promise<number>,
): Promise<number> {
  const application = await loadProject();
  application.mute();
  const { events } = application;
  events.on('storeChosen', ({ adapter, why }) => {
    if (adapter === 'embedded') stderr.write(`Jobs are kept in the embedded store: ${why}\n`);
  });
  events.on('storeWarning', ({ code, message }) => stderr.write(`${code}: ${message}\n`));
  try {
    return await run(application);
  } finally {
    await close();
  }
}
