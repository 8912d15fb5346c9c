import { InvalidOptionsError } from '@drover/core';
import type { Request } from 'express';

/** What whoever asks may do: nothing, look, or look and change. */
export type Access = 'none' | 'read' | 'write';

/** Tells what whoever sent a request may do. */
export interface Authorize {
  (request: Request): Access | Promise<Access>;
  /** What `WWW-Authenticate` says to whoever may do nothing, so that a browser asks for a password. */
  readonly challenge?: string;
  /** Who sent the request, where this function knows it and `user` was not given. */
  readonly user?: (request: Request) => string | undefined;
}

/** Who may see the board, and how it shows itself. */
export interface BoardOptions {
  /**
   * What the sender of a request may do. Without it the board is open to this very machine in
   * development, and to nobody in production.
   */
  readonly authorize?: Authorize;
  /** Who sent a request, for the record of what was changed. Default: see `basicAuth`, else the address. */
  readonly user?: (request: Request) => string | undefined;
  /** Default 'Drover'. */
  readonly title?: string;
  /** The path of the board as browsers see it, where a proxy cuts a part off. Default where it is mounted. */
  readonly basePath?: string;
}

const KNOWN = ['authorize', 'user', 'title', 'basePath'];

/** @throws InvalidOptionsError */
export function checkBoardOptions(options: BoardOptions): Readonly<BoardOptions> {
  for (const key of Object.keys(options))
    if (!KNOWN.includes(key))
      throw new InvalidOptionsError('board()', KNOWN.map((each) => `\`${each}\``).join(', '), key);
  for (const key of ['authorize', 'user'] as const)
    if (options[key] !== undefined && typeof options[key] !== 'function')
      throw new InvalidOptionsError(`board() ${key}`, 'a function of a request', options[key]);
  if (options.basePath !== undefined && !/^(\/[\w.~%-]+)*$/.test(options.basePath))
    throw new InvalidOptionsError(
      'board() basePath',
      "a path such as '/admin/jobs', without a '/' at its end",
      options.basePath,
    );
  return Object.freeze({ ...options });
}
