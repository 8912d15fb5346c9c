import { configure } from '@drover/core';

configure({ lockDuration: 4000, stalledInterval: 1000 });
