import path from 'node:path';
import { configure } from '@drover/core';

/** Read by `npx drover work` and `npx drover jobs`, and imported by the demo. */
export const application = configure({
  namespace: process.env['HELPDESK_NAMESPACE'] ?? 'helpdesk',
  jobs: [path.join(__dirname, 'jobs')],
});
