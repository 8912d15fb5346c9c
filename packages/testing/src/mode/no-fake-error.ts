import { DroverError } from '@drover/core';

/** A helper that looks into the fake store was called where none is in force. */
export class NoFakeError extends DroverError {
  readonly code = 'DROVER_NO_FAKE';

  constructor(helper: string, adapter: string) {
    super(
      `${helper} looks into the fake queues of @drover/testing, but jobs go to the adapter '${adapter}' here. ` +
        'Call setupDrover() in the test file, or fakeQueues() in the test.',
    );
  }
}
