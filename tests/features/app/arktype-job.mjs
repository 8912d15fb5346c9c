// Jest cannot load arktype, an ES module, so it runs here.
import { argumentsSchemaOf, Job } from '@drover/core';
import { type } from 'arktype';

class ArkJob extends Job {
  static args = type({ email: 'string.email' });

  perform({ email }) {
    return email;
  }
}

console.log(JSON.stringify(argumentsSchemaOf(ArkJob).prefixItems[0].required));
console.log(await ArkJob.performNow({ email: 'ada@example.com' }));
await ArkJob.performNow({ email: 'nobody' }).catch(({ issues }) => console.log(issues[0].path));
