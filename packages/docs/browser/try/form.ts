import messages from 'site:messages';
import data from 'site:try';
import { element } from '../dom.js';

const w = messages.try;

/** The fields of the panel. */
export interface TryForm {
  form: HTMLFormElement;
  sandbox: HTMLInputElement;
  apiKey: HTMLInputElement;
  body: HTMLTextAreaElement;
  submit: HTMLButtonElement;
  /** Fills in an example of the contract, or the license key that leads to an error. */
  prefill(name: string): void;
}

/** The form, with values that the sandbox accepts. */
export function createTryForm(): TryForm {
  const example = element(
    'select',
    { name: 'example' },
    ...data.examples.map(({ name, summary }) => element('option', { value: name }, `${name}: ${summary}`)),
  );
  const license = element(
    'select',
    { name: 'license' },
    ...data.licenses.map(({ key, code, status }) =>
      element('option', { value: key }, `${key} → ${status}${code ? ` ${code}` : ''}`),
    ),
  );
  const sandbox = element('input', { name: 'sandbox', type: 'url', value: sandboxAddress(), required: true });
  const apiKey = element('input', { name: 'api-key', value: data.apiKey, autocomplete: 'off' });
  const body = element('textarea', { name: 'body', rows: 14, spellcheck: 'false' });
  const newId = element('button', { type: 'button', class: 'quiet' }, w['new-id']);
  const submit = element('button', { type: 'submit', class: 'primary' }, w.send);
  const form = element(
    'form',
    { novalidate: true },
    field(w.example, example),
    field(w['license-key'], license),
    field(w['api-key'], apiKey),
    field(w.sandbox, sandbox),
    field(w.body, body),
    element('p', { class: 'try-actions' }, submit, newId),
  );

  const change = (properties: Record<string, unknown>) => {
    try {
      body.value = JSON.stringify({ ...JSON.parse(body.value), ...properties }, null, 2);
    } catch {
      // The reader is trying a body that is not JSON.
    }
  };
  const fill = () => {
    const chosen = data.examples.find(({ name }) => name === example.value) ?? data.examples[0];
    body.value = JSON.stringify(
      { ...chosen?.body, transaction_id: transactionId(), license_key: license.value },
      null,
      2,
    );
  };
  example.addEventListener('change', fill);
  license.addEventListener('change', () => change({ license_key: license.value, transaction_id: transactionId() }));
  newId.addEventListener('click', () => change({ transaction_id: transactionId() }));

  return {
    form,
    sandbox,
    apiKey,
    body,
    submit,
    prefill(name) {
      const withError = data.licenses.find(({ code }) => code === name);
      license.value = withError?.key ?? data.licenses[0]?.key ?? '';
      if (data.examples.some((known) => known.name === name)) example.value = name;
      fill();
    },
  };
}

/** `npm start` sets the address of its sandbox. */
function sandboxAddress(): string {
  return document.querySelector<HTMLMetaElement>('meta[name=kgiton-sandbox]')?.content ?? data.sandbox;
}

function field(label: string, control: HTMLElement): HTMLLabelElement {
  return element('label', {}, element('span', {}, label), control);
}

/** A new one each time: for the same id, the sandbox repeats its response. */
function transactionId(): string {
  return `TRX-${Date.now().toString(36).toUpperCase()}`;
}
