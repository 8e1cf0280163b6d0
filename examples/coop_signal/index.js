/** The plugin as Coop loads it: on the thresholds of the model that the service runs, kept beside it in model.json. */

import { readFileSync } from 'node:fs';

import { pluginOf } from './plugin.js';

const FILE = new URL('./model.json', import.meta.url);

function readModel() {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch (error) {
    throw new Error(`${FILE.pathname} cannot be read (${error.name}); write it: grooming-risk info --json > model.json`);
  }
}

export default pluginOf(readModel());
