import type { ProcessDirectory } from '../../process-directory';
import type { BullStore } from '../store';

/** The process directory of a store that is opened at the first use. */
export function storeDirectory(open: () => Promise<BullStore>): ProcessDirectory {
  return {
    beat: async (...beat) => (await open()).processes.beat(...beat),
    command: async (id, command) => (await open()).processes.command(id, command),
    list: async () => (await open()).processes.list(),
    remove: async (id) => (await open()).processes.remove(id),
  };
}
