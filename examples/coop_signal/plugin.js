/** What Coop shows of the integration, and the signals it brings: one for each pattern, one for disclosures. */

import { DISCLOSURE, signalOf, signalTypeId } from './signal.js';

const VERSION = '0.1.0';

/**
 * @param {object} model What `grooming-risk info --json` prints.
 * @returns {import('@roostorg/types').CoopIntegrationPlugin}
 */
export function pluginOf(model) {
  const recommended = model.thresholds.recommended;
  const names = [...Object.keys(recommended), DISCLOSURE];
  return {
    manifest: {
      id: 'GROOMING_RISK',
      name: 'Grooming Risk',
      version: VERSION,
      description: 'Patterns of online grooming in chat messages, as signals that put messages before people.',
      requiresConfig: true,
      configurationFields: [
        {
          key: 'url',
          label: 'Address of the service',
          required: true,
          inputType: 'text',
          placeholder: 'http://127.0.0.1:8000',
          description: 'Where `grooming-risk serve` listens. Messages are sent there and are not kept.',
        },
        { key: 'apiKey', label: 'API key', required: false, inputType: 'password', description: 'If it asks for one.' },
      ],
      signalTypeIds: names.map(signalTypeId),
      modelCard: modelCardOf(model),
    },
    createSignals: (context) =>
      names.map((name) => ({
        signalTypeId: signalTypeId(name),
        signal: signalOf(name, recommended[name] ?? null, context),
      })),
  };
}

function modelCardOf(model) {
  const section = (id, title, ...rows) => ({ id, title, fields: rows.map(([label, value]) => ({ label, value })) });
  return {
    modelName: 'grooming-risk',
    version: VERSION,
    sections: [
      section('trainingData', 'Training Data', [
        'Corpus',
        `Synthetic, written for the purpose, no real conversation in it; SHA-256 ${model.corpus_sha256}.`,
      ]),
      section('policyAndTaxonomy', 'Policy and Taxonomy', ['Patterns', Object.keys(model.thresholds.recommended).join(', ')]),
      section('annotationMethodology', 'Annotation Methodology', [
        'Labels',
        'Given by the authors of the lines, by one written rule; few authors.',
      ]),
      section('performanceBenchmarks', 'Performance and Benchmarks', [
        'Figures',
        'In the model card that ships with the library, models/default/README.md. Measure on traffic of your own.',
      ]),
      section('biasAndLimitations', 'Bias and Limitations', [
        'Limits',
        'English first; fairness towards groups and dialects is unmeasured. One message rarely shows grooming, and a low score does not mean that nothing is wrong.',
      ]),
      section('implementationGuidance', 'Implementation Guidance', [
        'Use',
        'Routing to people alone: no signal of this integration may be used in automated rules, and none is a verdict or a proof.',
      ]),
      section('relevantLinks', 'Relevant Links', ['Service', 'The page /docs of the service describes its endpoints.']),
    ],
  };
}
