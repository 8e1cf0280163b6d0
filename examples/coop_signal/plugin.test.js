/** The plugin as Coop uses it, on answers as the service gives them; `fetch` is replaced, so nothing is sent. */

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';

import { pluginOf } from './plugin.js';

// The library's own tests give answers of today's model and service instead.
const ANSWERS = process.env.GROOMING_RISK_ANSWERS ?? new URL('./answers.json', import.meta.url);
const { model, score } = JSON.parse(readFileSync(ANSWERS, 'utf8'));
const REQUIRED_SECTIONS = ['trainingData', 'policyAndTaxonomy', 'annotationMethodology', 'performanceBenchmarks',
  'biasAndLimitations', 'implementationGuidance', 'relevantLinks'];
const SETTINGS = { url: 'http://127.0.0.1:8000', apiKey: 'a-key' };
const TEXT = 'our secret ok, dont tell your mom';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

/** Answer every request, and note what was asked. */
function answering(status, body) {
  const asked = [];
  globalThis.fetch = async (url, options) => {
    asked.push({ url: String(url), ...options });
    return new Response(JSON.stringify(body), { status });
  };
  return asked;
}

function signalsOf(settings = SETTINGS) {
  const context = { integrationId: 'GROOMING_RISK', getCredential: async () => settings };
  return Object.fromEntries(pluginOf(model).createSignals(context).map((entry) => [entry.signalTypeId, entry.signal]));
}

const run = (signal) => signal.run({ value: { type: 'STRING', value: TEXT }, orgId: 'org' });

test('the manifest is what Coop asks of a plugin', () => {
  const { manifest } = pluginOf(model);

  for (const key of ['id', 'name', 'version']) assert.equal(typeof manifest[key], 'string');
  assert.equal(manifest.requiresConfig, true);
  assert.deepEqual(manifest.modelCard.sections.map((section) => section.id), REQUIRED_SECTIONS);
  assert.deepEqual(manifest.signalTypeIds, Object.keys(signalsOf()));
  for (const id of manifest.signalTypeIds) assert.match(id, /^[A-Z][A-Z0-9_]{0,99}$/);
});

test('each pattern has its two thresholds, and a disclosure none', () => {
  const signals = signalsOf();

  for (const [name, { high_precision, high_recall }] of Object.entries(model.thresholds.recommended)) {
    assert.deepEqual(signals[`GROOMING_${name.toUpperCase()}`].recommendedThresholds, {
      highPrecisionThreshold: high_precision,
      highRecallThreshold: high_recall,
    });
  }
  assert.equal(signals.GROOMING_DISCLOSURE.recommendedThresholds, null);
});

test('no signal may act without a person', () => {
  for (const signal of Object.values(signalsOf())) assert.equal(signal.allowedInAutomatedRules, false);
});

test('a message is sent to the service, and its probability comes back', async () => {
  const asked = answering(200, score);
  const signals = signalsOf();

  for (const [name, probability] of Object.entries(score.patterns)) {
    const result = await run(signals[`GROOMING_${name.toUpperCase()}`]);
    assert.deepEqual(result, { outputType: { scalarType: 'NUMBER' }, score: probability });
  }
  assert.equal((await run(signals.GROOMING_DISCLOSURE)).score, score.disclosure);
  assert.equal(asked[0].url, 'http://127.0.0.1:8000/v1/score');
  assert.equal(asked[0].method, 'POST');
  assert.equal(asked[0].headers['X-API-Key'], 'a-key');
  assert.deepEqual(JSON.parse(asked[0].body), { text: TEXT });
});

test('without a key none is sent', async () => {
  const asked = answering(200, score);
  await run(signalsOf({ url: SETTINGS.url }).GROOMING_SECRECY);

  assert.deepEqual(asked[0].headers, { 'Content-Type': 'application/json' });
});

test('an error of the service is an error, without the message', async () => {
  answering(413, { error: { code: 'too_large', message: TEXT } });

  await assert.rejects(run(signalsOf().GROOMING_SECRECY), (error) => /413/.test(error.message) && !error.message.includes('secret ok'));
});

test('a score that the service does not give is an error, not a zero', async () => {
  answering(200, { patterns: {} });

  await assert.rejects(run(signalsOf().GROOMING_SECRECY), /no score for secrecy/);
  await assert.rejects(run(signalsOf().GROOMING_DISCLOSURE), /no score for disclosure/);
});

test('the signals wait until the address is set', async () => {
  assert.deepEqual(await signalsOf().GROOMING_SECRECY.getDisabledInfo('org'), { disabled: false });
  for (const settings of [{}, null, { url: '' }]) {
    const info = await signalsOf(settings).GROOMING_SECRECY.getDisabledInfo('org');
    assert.equal(info.disabled, true);
    assert.match(info.disabledMessage, /address/);
  }
});

test('the package loads with model.json beside it, and says so where it is absent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'coop-signal-'));
  try {
    for (const name of ['bare', 'whole']) {
      for (const file of ['index.js', 'plugin.js', 'signal.js', 'package.json']) {
        cpSync(new URL(file, import.meta.url), join(folder, name, file));
      }
    }
    writeFileSync(join(folder, 'whole', 'model.json'), JSON.stringify(model));

    const { default: plugin } = await import(join(folder, 'whole', 'index.js'));
    assert.equal(plugin.manifest.id, 'GROOMING_RISK');
    await assert.rejects(import(join(folder, 'bare', 'index.js')), /grooming-risk info --json > model.json/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
