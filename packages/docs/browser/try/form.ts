import messages from 'site:messages';
import data from 'site:try';
import { element } from '../dom.js';
import { field, filled, switchOf } from './parts.js';

const w = messages.try;

/** The request that the reader puts together: in fields, or as the text that is sent. */
export interface RequestForm {
  form: HTMLFormElement;
  submit: HTMLButtonElement;
  apiKey(): string;
  /** The body, byte for byte. */
  body(): string;
  /** Fills in an example of the contract, or the license key that leads to an error. */
  prefill(name: string): void;
  /** Whenever the request changes. */
  onChange(listener: () => void): void;
}

/** The fields that are seen at once; the others are folded. */
const FIRST = new Set(['transaction_id', 'amount', 'description', 'webhook_url']);

type Json = Record<string, unknown>;

export function createRequestForm(): RequestForm {
  const example = element(
    'select',
    { name: 'example' },
    ...data.examples.map(({ name, summary }) => element('option', { value: name }, `${name}: ${summary}`)),
  );
  const license = element(
    'select',
    { name: 'license' },
    ...data.licenses.map(({ key, code, status }) =>
      element('option', { value: key }, code ? `${status} ${code}: ${key}` : `${status}: ${key}`),
    ),
  );
  const apiKey = element('input', { name: 'api-key', value: data.apiKey, autocomplete: 'off', spellcheck: 'false' });
  const text = element('textarea', { name: 'body', rows: 12, spellcheck: 'false' });
  const newId = element('button', { type: 'button', class: 'quiet' }, w['new-id']);
  const submit = element('button', { type: 'submit', class: 'primary' }, w.generate);
  const listeners: (() => void)[] = [];

  const inputs = data.fields
    .filter(({ name, type }) => type !== 'list' && name !== 'license_key')
    .map(({ name, type, required }) => {
      const input =
        name === 'payment_type'
          ? element('select', { name }, ...data.paymentTypes.map((value) => element('option', {}, value)))
          : element('input', {
              name,
              autocomplete: 'off',
              spellcheck: 'false',
              inputmode: type === 'number' ? 'numeric' : undefined,
            });
      const label = field(element('code', {}, name), input, required ? 'required' : '');
      return { name, type, input, label };
    });
  const listed = data.fields.filter(({ type }) => type === 'list').map(({ name }) => name);
  const note = element('p', { class: 'try-note' });
  const labelsOf = (isFirst: boolean) =>
    inputs.filter(({ name }) => FIRST.has(name) === isFirst).map((one) => one.label);
  const fields = element(
    'div',
    { class: 'try-fields' },
    ...labelsOf(true),
    element(
      'details',
      {},
      element('summary', {}, w['more-fields']),
      element(
        'div',
        { class: 'try-fields' },
        ...labelsOf(false),
        field(element('code', {}, data.apiKeyHeader), apiKey),
      ),
      note,
    ),
  );
  const json = element('div', { class: 'try-json' }, field(w.body, text));
  const view = switchOf(w.view, [
    { name: w.fields, panel: fields },
    { name: 'JSON', panel: json },
  ]);
  const form = element(
    'form',
    { novalidate: true },
    element('div', { class: 'try-fields' }, field(w.example, example), field(w['license-key'], license)),
    view.element,
    fields,
    json,
    element('p', { class: 'try-actions' }, submit, newId),
  );

  const parsed = (): Json | undefined => {
    try {
      const value = JSON.parse(text.value);
      return value && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
    } catch {
      return undefined;
    }
  };
  const write = (value: Json) => {
    text.value = JSON.stringify(value, null, 2);
    show();
    for (const listener of listeners) listener();
  };
  const change = (properties: Json) => {
    const value = parsed();
    // Else the reader is trying a body that is not JSON.
    if (value) write(inOrder({ ...value, ...properties }));
  };
  /** Shows the text in the fields, as far as it can be shown there. */
  function show(): void {
    const value = parsed();
    for (const { name, input } of inputs) {
      const shown = value?.[name];
      const isShown = document.activeElement === input;
      if (!isShown) input.value = shown === undefined ? '' : typeof shown === 'string' ? shown : JSON.stringify(shown);
      input.disabled = !value;
    }
    const key = value?.license_key;
    if (data.licenses.some((known) => known.key === key)) license.value = String(key);
    const lists = listed.filter((name) => value && name in value);
    note.textContent = value ? filled(lists.length > 0 ? w['lists-as-json'] : '', { names: lists.join(', ') }) : '';
  }

  for (const { name, type, input } of inputs) {
    input.addEventListener('input', () => change({ [name]: fieldValue(input.value, type) }));
  }
  text.addEventListener('input', () => {
    show();
    for (const listener of listeners) listener();
  });
  apiKey.addEventListener('input', () => {
    for (const listener of listeners) listener();
  });
  const fill = () => {
    const chosen = data.examples.find(({ name }) => name === example.value) ?? data.examples[0];
    write({ ...chosen?.body, transaction_id: transactionId(), license_key: license.value });
  };
  example.addEventListener('change', fill);
  license.addEventListener('change', () => change({ license_key: license.value, transaction_id: transactionId() }));
  newId.addEventListener('click', () => change({ transaction_id: transactionId() }));

  return {
    form,
    submit,
    apiKey: () => apiKey.value,
    body: () => text.value,
    onChange: (listener) => void listeners.push(listener),
    prefill(name) {
      const withError = data.licenses.find(({ code }) => code === name);
      license.value = withError?.key ?? data.licenses[0]?.key ?? '';
      if (data.examples.some((known) => known.name === name)) example.value = name;
      fill();
    },
  };
}

/** The value of a field. What is no number is sent as it was typed, so that the sandbox can refuse it. */
function fieldValue(typed: string, type: string): unknown {
  if (typed === '') return undefined;
  return type === 'number' && /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed;
}

/** The known properties in the contract's order, then the others. */
function inOrder(value: Json): Json {
  const names = [...data.fields.map(({ name }) => name), ...Object.keys(value)];
  return Object.fromEntries(names.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]));
}

/** A new one each time: for the same id, the sandbox repeats its response. */
function transactionId(): string {
  return `TRX-${Date.now().toString(36).toUpperCase()}`;
}
