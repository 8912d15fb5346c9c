import { configure, type DroverOptions } from '@drover/core';

configure(JSON.parse(process.env['APP_OPTIONS'] ?? '{}') as DroverOptions);
