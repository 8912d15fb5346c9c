/** What a user of the board is told, with the status of the answer. */
export class BoardError extends Error {
  constructor(
    readonly statusCode: 400 | 404 | 405 | 409 | 422,
    message: string,
  ) {
    super(message);
    this.name = 'BoardError';
  }
}
