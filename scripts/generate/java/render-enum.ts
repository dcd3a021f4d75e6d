import type { ErrorFact } from '../clients/facts.js';
import { type Schema, valuesOf } from '../clients/schema.js';
import { exception } from '../render-readme.js';
import { constantCase, javadoc, javaString } from './java.js';

const UNKNOWN = 'UNKNOWN';

/** An enumeration of the document. A value that is not in it is `UNKNOWN`; whoever has it keeps its text, too. */
export function renderSchemaEnum(name: string, schema: Schema): string {
  const values = valuesOf(schema) ?? [];
  if (values.some((value) => constantCase(value) === UNKNOWN)) throw new Error(`${name} has a value named ${UNKNOWN}.`);
  const descriptions = schema['x-enumDescriptions'] ?? {};
  const finals = schema['x-final-values']?.map(constantCase);
  const isFinal = `
    /** Returns whether it never changes again. */
    public boolean isFinal() {
        return ${finals?.map((value) => `this == ${value}`).join(' || ')};
    }
`;
  return `${javadoc(schema.description)}public enum ${name} {
${values.map((value) => `${javadoc(descriptions[value], 4)}    ${constantCase(value)}(${javaString(value)}),\n\n`).join('')}    /** A value that this version does not know. What has it also returns it as text. */
    UNKNOWN("unknown");

    private final String value;

    ${name}(String value) {
        this.value = value;
    }

    /**
     * Returns the constant of a value.
     *
     * @param value the value in JSON
     */
    public static ${name} of(String value) {
        for (${name} each : values()) {
            if (each.value.equals(value)) {
                return each;
            }
        }
        return UNKNOWN;
    }
${finals ? isFinal : ''}
    /** Returns the value in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
`;
}

/** An enumeration of the client itself, which has no unknown values. */
export function renderOwnEnum(name: string, description: string, values: Record<string, string>): string {
  const constants = Object.entries(values).map(
    ([value, text]) => `${javadoc(text, 4)}    ${constantCase(value)}(${javaString(value)})`,
  );
  return `${javadoc(description)}public enum ${name} {
${constants.join(',\n\n')};

    private final String value;

    ${name}(String value) {
        this.value = value;
    }

    /** Returns the name that the clients of all languages have for it. */
    @Override
    public String toString() {
        return value;
    }
}
`;
}

/** The error codes of the contract and of the client, each with its facts. */
export function renderErrorCode(
  errors: readonly ErrorFact[],
  description: string | undefined,
  own: Record<string, string>,
): string {
  const constant = (code: string, text: string, facts: string) => `${javadoc(text, 4)}    ${code}(${facts})`;
  const constants = [
    ...errors.map(({ code, status, description: text, remedy, retryable, className }) =>
      constant(
        code,
        text,
        `${status}, ${javaString(text)}, ${javaString(remedy)}, ${retryable}, ${exception(className)}::new`,
      ),
    ),
    ...Object.entries(own).map(([code, text]) => constant(code, text, `0, ${javaString(text)}, "", false, null`)),
    constant(
      UNKNOWN,
      'A code that this version does not know. The exception has it as text.',
      '0, "", "", false, null',
    ),
  ];
  return `${javadoc(description)}public enum ErrorCode {
${constants.join(',\n\n')};

    private final int status;
    private final String description;
    private final String remedy;
    private final boolean isRetryable;
    private final KGiTONException.Factory factory;

    ErrorCode(
            int status, String description, String remedy, boolean isRetryable, KGiTONException.Factory factory) {
        this.status = status;
        this.description = description;
        this.remedy = remedy;
        this.isRetryable = isRetryable;
        this.factory = factory;
    }

    /**
     * Returns the constant of a code.
     *
     * @param code the code in JSON
     */
    public static ErrorCode of(String code) {
        for (ErrorCode each : values()) {
            if (each.name().equals(code)) {
                return each;
            }
        }
        return UNKNOWN;
    }

    /** Returns the HTTP status of the response; 0 for the codes of this library, and for those that it does not know. */
    public int status() {
        return status;
    }

    /** Returns the meaning, in English. */
    public String description() {
        return description;
    }

    /** Returns what to do about it, in English. */
    public String remedy() {
        return remedy;
    }

    /** Returns whether the unchanged request can succeed later without anybody fixing anything. */
    public boolean isRetryable() {
        return isRetryable;
    }

    /** The exception of a code of the contract; null for other codes. */
    KGiTONException.Factory factory() {
        return factory;
    }
}
`;
}
