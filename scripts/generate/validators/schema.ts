/** A JSON Schema of the document, as far as the validators look into it. */
export interface Schema {
  [keyword: string]: unknown;
  $ref?: string;
  type?: string | string[];
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  then?: Schema;
  else?: Schema;
  enum?: unknown[];
  const?: unknown;
  'x-pattern'?: string;
  'x-maximums'?: Record<string, number>;
  'x-null-for'?: string[];
}
