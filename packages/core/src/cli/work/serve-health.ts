import { InvalidOptionsError } from '../../options/invalid-options-error';
import { HealthServer, type HealthServerOptions } from '../../worker/health/health-server';

export interface HealthAddress {
  readonly port: number;
  /** Undefined: every address of the host, for a probe comes from outside of the container. */
  readonly host: string | undefined;
}

/** A server for probes and metrics, if there is to be one. @throws InvalidOptionsError when it cannot listen */
export async function serveHealth(
  address: HealthAddress | undefined,
  parts: Pick<HealthServerOptions, 'look' | 'metrics'>,
): Promise<HealthServer | undefined> {
  if (!address) return undefined;
  try {
    return await HealthServer.start({ ...address, ...parts });
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
