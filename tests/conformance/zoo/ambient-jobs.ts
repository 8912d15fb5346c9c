import { ambient, Job, RescueFrom } from '@drover/core';
import { JobBuffer } from './job-buffer';

/** Says in which locale and zone it runs. */
export class AmbientJob extends Job {
  perform(): void {
    const { locale, timeZone } = ambient();
    JobBuffer.add(`${locale} ${timeZone} (job ${this.locale})`);
  }
}

/** Says in which locale and zone its error is dealt with. */
@RescueFrom(Error, 'rescue')
export class AmbientRescueJob extends Job {
  perform(): void {
    throw new Error('Not here');
  }

  rescue(): void {
    const { locale, timeZone } = ambient();
    JobBuffer.add(`rescued in ${locale} ${timeZone}`);
  }
}
