import type { QueueAdapter } from '@drover/core';

export interface MenuEntry {
  readonly text: string;
  /** Under the base. */
  readonly url: string;
  /** What of the adapter the page is made of. */
  readonly needs?: 'schedule' | 'processes' | 'locks';
}

const PAGES: readonly MenuEntry[] = [
  { text: 'Schedule', url: 'schedule', needs: 'schedule' },
  { text: 'Processes', url: 'processes', needs: 'processes' },
  { text: 'Locks', url: 'locks', needs: 'locks' },
  { text: 'Search', url: 'search' },
  { text: 'Metrics', url: 'metrics' },
];

/** The pages beside bull-board's own, in their order, without those for which the adapter has nothing. */
export function menuOf(adapter: QueueAdapter): readonly MenuEntry[] {
  return PAGES.filter(({ needs }) => needs === undefined || adapter[needs] !== undefined);
}

/** Whether a path belongs to a page for which the adapter has nothing. */
export function isAbsent(path: string, adapter: QueueAdapter): boolean {
  const menu = menuOf(adapter);
  return PAGES.some((page) => path.split('/')[1] === page.url && !menu.includes(page));
}
