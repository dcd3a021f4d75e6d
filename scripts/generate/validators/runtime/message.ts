import type { ErrorObject } from 'ajv';

const FORMATS: Record<string, string> = {
  uri: 'a valid URL',
  email: 'an e-mail address',
  'date-time': 'a date and time by RFC 3339',
};

/** The value that an error is about. */
export interface Subject {
  value: unknown;
  /** The object or array that contains the value. */
  parent: unknown;
  /** Whether the property is optional. */
  isOptional: boolean;
}

/** What was expected. The message never contains a part of the value. */
export function message(error: ErrorObject, { value, parent, isOptional }: Subject): string {
  const { keyword, params, schemaPath, message: own = 'is not valid' } = error;
  // Serializers send these for missing values.
  if (isOptional && value === null) return 'must not be null: leave it out';
  if (isOptional && value === '') return 'must not be empty: leave it out';
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
    case 'maximum': {
      const isOfType = schemaPath.includes('/then/');
      return `must be at most ${params.limit}${isOfType ? ` for ${(parent as { payment_type: string }).payment_type}` : ''}`;
    }
    case 'minLength':
    case 'minItems':
      return params.limit === 1 ? 'must not be empty' : own;
    case 'maxLength':
      return `must have at most ${params.limit} characters`;
    case 'maxItems':
      return `must have at most ${params.limit} items`;
    case 'format':
      return params.format in FORMATS ? `must be ${FORMATS[params.format]}` : own;
    case 'pattern':
      if (!isHttpUrl(params.pattern)) return own;
      return /^https?:..[^/?#]*@/.test(value as string)
        ? 'must have no user and password in it'
        : 'must be an http or https URL';
    case 'oneOf':
    case 'anyOf':
      return 'must have one of the documented forms';
    default:
      return own;
  }
}

/** Whether a pattern demands a web URL. It is then more specific than the format `uri` beside it. */
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
