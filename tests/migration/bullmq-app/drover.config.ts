import { configure } from '@drover/core';

configure({ lockDuration: 2000, stalledInterval: 1000 });
