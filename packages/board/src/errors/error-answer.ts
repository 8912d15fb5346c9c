import { currentApplication, DroverError, StoreError } from '@drover/core';
import { BoardError } from './board-error';

/** What a user is told of an error. What is not for users is told to the log. */
export function errorAnswer(error: Error): { readonly status: number; readonly message: string } {
  if (error instanceof BoardError) return { status: error.statusCode, message: error.message };
  if (error instanceof StoreError) return { status: 503, message: 'The store does not answer.' };
  if (error instanceof DroverError) return { status: 422, message: error.message };
  const { statusCode, expose } = error as { statusCode?: number; expose?: boolean };
  if (expose && statusCode !== undefined && statusCode < 500)
    return { status: statusCode, message: 'The request cannot be read.' };
  currentApplication().logger.error({ err: error }, 'The board could not answer a request');
  return { status: 500, message: 'Something went wrong; the log of the application has it.' };
}
