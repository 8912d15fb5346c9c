import { Router } from 'express';

/** The pages beside bull-board's, in the order of the menu. */
export const PAGES: readonly { readonly text: string; readonly path: string }[] = [];

export function pageRoutes(_title: string): Router {
  return Router();
}
