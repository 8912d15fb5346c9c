import type { AdapterListeners } from '../adapters/open-adapter';
import type { EventBus } from './event-bus';

/** What the adapter tells, as events. */
export function storeListeners(events: EventBus): AdapterListeners {
  return {
    onChosen: (adapter, why) => events.emit('storeChosen', { adapter, why }),
    onWarning: (warning) => events.emit('storeWarning', warning),
    onError: (error) => events.emit('storeError', { error }),
    onRecovered: (queue, ids) => events.emit('recovered', { queue, ids }),
  };
}
