/** One pattern, or a disclosure, as a signal: the probability that the HTTP service gives a message. */

export const DISCLOSURE = 'disclosure';

const TIMEOUT = 5_000; // milliseconds

const outputType = { scalarType: 'NUMBER' };

/** @param {string} name Of a pattern, or `DISCLOSURE`. */
export const signalTypeId = (name) => `GROOMING_${name.toUpperCase()}`;

/**
 * @param {string} name Of a pattern, or `DISCLOSURE`.
 * @param {{high_precision: number, high_recall: number} | null} thresholds The two that the model recommends.
 * @param {import('@roostorg/types').PluginSignalContext} context
 * @returns {import('@roostorg/types').PluginSignalDescriptor}
 */
export function signalOf(name, thresholds, { integrationId, getCredential }) {
  return {
    id: { type: signalTypeId(name) },
    displayName: `Grooming: ${name.replaceAll('_', ' ')}`,
    description: descriptionOf(name),
    docsUrl: null,
    recommendedThresholds: thresholds && {
      highPrecisionThreshold: thresholds.high_precision,
      highRecallThreshold: thresholds.high_recall,
    },
    supportedLanguages: ['ENGLISH'],
    pricingStructure: { type: 'FREE' },
    eligibleInputs: ['STRING'],
    outputType,
    getCost: () => 10, // a request to a service nearby
    needsMatchingValues: false,
    eligibleSubcategories: [],
    needsActionPenalties: false,
    integration: integrationId,
    allowedInAutomatedRules: false, // people decide: Coop then offers it for routing rules alone

    async run(input) {
      const answer = await scoreOf(input.value.value, await getCredential(input.orgId));
      const score = name === DISCLOSURE ? answer.disclosure : answer.patterns?.[name];
      if (typeof score !== 'number') {
        throw new Error(`grooming-risk: the service gives no score for ${name}; it runs another model or version`);
      }
      return { outputType, score };
    },

    async getDisabledInfo(orgId) {
      const settings = await getCredential(orgId);
      return settings?.url
        ? { disabled: false }
        : { disabled: true, disabledMessage: 'Give the address of the grooming-risk service under Integrations.' };
    },
  };
}

function descriptionOf(name) {
  return name === DISCLOSURE
    ? 'Probability, 0 to 1, that somebody tells of grooming or asks for help. It is no risk: route it to help.'
    : `Probability, 0 to 1, of the grooming pattern ${name} in a message. For people to read: no verdict, no proof.`;
}

/** Ask the service for a score. Errors carry the status alone, never what was sent. */
async function scoreOf(text, settings) {
  const answer = await fetch(new URL('/v1/score', settings.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(settings.apiKey ? { 'X-API-Key': settings.apiKey } : {}) },
    body: JSON.stringify({ text }),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!answer.ok) {
    throw new Error(`grooming-risk: the service answered ${answer.status}`);
  }
  return answer.json();
}
