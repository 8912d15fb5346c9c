/** The pages beside bull-board's own, in the order of the menu; their addresses are under the base. */
export const MENU: readonly { readonly text: string; readonly url: string }[] = [
  { text: 'Schedule', url: 'schedule' },
  { text: 'Processes', url: 'processes' },
  { text: 'Locks', url: 'locks' },
  { text: 'Search', url: 'search' },
  { text: 'Metrics', url: 'metrics' },
];
