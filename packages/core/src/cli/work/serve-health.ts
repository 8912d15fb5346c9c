import { InvalidOptionsError } from '../../options/invalid-options-error';
import { HealthServer } from '../../worker/health/health-server';
import type { Readiness } from '../../worker/readiness';

export interface HealthAddress {
  readonly port: number;
  /** Undefined: every address of the host, for a probe comes from outside of the container. */
  readonly host: string | undefined;
}

/** A server for probes, if there is to be one. @throws InvalidOptionsError when it cannot listen */
export async function serveHealth(
  address: HealthAddress | undefined,
  look: () => Promise<Readiness>,
): Promise<HealthServer | undefined> {
  if (!address) return undefined;
  try {
    return await HealthServer.start({ ...address, look });
  } catch (error) {
    const { message } = error as Error;
    throw new InvalidOptionsError(
      '--health-port',
      'a port to listen on',
      address.port,
      `The system says: ${message}.`,
    );
  }
}
