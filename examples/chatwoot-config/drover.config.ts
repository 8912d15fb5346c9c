import { configure } from '@drover/core';

export const application = configure({ namespace: 'chatwoot' });
