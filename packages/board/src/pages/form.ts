import type { Request } from 'express';
import { BoardError } from '../errors/board-error';

/** A field of a form that must be there. @throws BoardError */
export function field(request: Pick<Request, 'body'>, name: string): string {
  const value: unknown = Object(request.body)[name];
  if (typeof value === 'string') return value;
  throw new BoardError(400, `Expected the field '${name}'.`);
}

/** Every value of a field. */
export function fields(request: Pick<Request, 'body'>, name: string): readonly string[] {
  return [Object(request.body)[name] as unknown]
    .flat()
    .filter((each): each is string => typeof each === 'string');
}
