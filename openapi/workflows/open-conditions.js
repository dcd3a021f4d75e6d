// Respect takes every schema that does not say `additionalProperties` for a closed one, so that it reports members that
// a document does not know. But it takes `if`, `then` and `else` for schemas of their own too, and then refuses each
// object for the members that stand beside the condition (the QRIS limit of PartnerPaymentRequest). By JSON Schema they
// are open; this says so aloud.
function OpenConditions() {
  return {
    Schema(schema) {
      for (const condition of [schema.if, schema.then, schema.else]) {
        if (condition && !('additionalProperties' in condition)) condition.additionalProperties = true;
      }
    },
  };
}

export default function plugin() {
  return { id: 'workflows', decorators: { oas3: { 'open-conditions': OpenConditions } } };
}
