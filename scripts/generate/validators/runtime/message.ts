import type { ErrorObject } from 'ajv';

const FORMATS: Record<string, string> = {
  uri: 'a valid URL',
  email: 'an e-mail address',
  'date-time': 'a date and time by RFC 3339',
};

/** What was expected, for people. It never holds a part of the value. */
export function message({ keyword, params, message: own = 'is not valid' }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'type':
      return `must be ${[params.type].flat().map(withArticle).join(' or ')}`;
    case 'const':
      return `must be ${text(params.allowedValue)}`;
    case 'enum':
      return params.allowedValues.length === 1
        ? `must be ${text(params.allowedValues[0])}`
        : `must be one of ${params.allowedValues.map(text).join(', ')}`;
    case 'minimum':
      return `must be at least ${params.limit}`;
    case 'maximum':
      return `must be at most ${params.limit}`;
    case 'minLength':
    case 'minItems':
      return params.limit === 1 ? 'must not be empty' : own;
    case 'format':
      return params.format in FORMATS ? `must be ${FORMATS[params.format]}` : own;
    case 'pattern':
      return isHttpUrl(params.pattern) ? 'must be an http or https URL' : own;
    case 'oneOf':
    case 'anyOf':
      return 'must have one of the documented forms';
    default:
      return own;
  }
}

/** Whether a pattern asks for an address of the web: then it says more than the format `uri` beside it. */
export function isHttpUrl(pattern: string): boolean {
  return pattern.startsWith('^https?://');
}

function withArticle(type: string): string {
  if (type === 'null') return type;
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}

function text(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}
