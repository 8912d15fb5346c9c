import { DroverError, EnqueueError } from '@drover/core';
import type { NextFunction, Request, Response } from 'express';

/** A store that is away is 503, and the caller may try again; a job that cannot travel is 422. */
export function answerError(
  error: unknown,
  _request: Request,
  response: Response,
  next: NextFunction,
): void {
  if (!(error instanceof DroverError)) return next(error);
  const status = error instanceof EnqueueError ? 503 : 422;
  response.status(status).json({ code: error.code, message: error.message });
}
