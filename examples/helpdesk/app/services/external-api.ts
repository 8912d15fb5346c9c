/** The other side could not be reached, or hung up. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** The other side took longer than we wait. */
export class ReadTimeout extends Error {
  override readonly name = 'ReadTimeout';
}

/** The other side refuses this very request, and always will. */
export class RecordInvalid extends Error {
  override readonly name = 'RecordInvalid';
}

/** We ask too often. */
export class RateLimited extends Error {
  override readonly name = 'RateLimited';

  constructor(readonly retryAfterSeconds: number) {
    super(`Asked to come back in ${retryAfterSeconds} seconds`);
  }
}

/** Posts JSON, and gives each way to fail an error class of its own. */
export async function callExternalApi(
  url: string,
  body: object,
  signal: AbortSignal,
): Promise<void> {
  const response = await post(url, body, signal);
  if (response.ok) return;
  if (response.status === 422) throw new RecordInvalid(`${url} says the record is invalid`);
  if (response.status === 429) throw new RateLimited(Number(response.headers.get('retry-after')));
  throw new Error(`${url} answered ${response.status}`);
}

async function post(url: string, body: object, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
      signal,
    });
  } catch (error) {
    throw networkError(url, error);
  }
}

/** `fetch` rejects with a TypeError for every failure of the network. */
function networkError(url: string, error: unknown): unknown {
  if (error instanceof TypeError) {
    return new ConnectionError(`No connection to ${url}`, { cause: error });
  }
  const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
  return timedOut ? new ReadTimeout(`${url} did not answer in time`, { cause: error }) : error;
}
