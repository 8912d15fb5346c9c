import { configure } from '@drover/core';
import { noteEvents } from '../../support/journal';
import { ScaledAdapter } from './scaled-adapter';
import { settings } from './settings';

const { SCENARIO_NAMESPACE: namespace = '', SCENARIO_SCALE: scale } = process.env;

// Configuring opens nothing, so that the adapter can be taken from an application nobody uses.
const { adapter } = configure({
  namespace,
  lockDuration: '4 seconds',
  stalledInterval: '1 second',
});

noteEvents(configure({ ...settings, adapter: new ScaledAdapter(adapter, Number(scale)) }));
