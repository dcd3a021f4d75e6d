/** The names of members, with what `typeof` gives for them. */
export type FormOf<T> = { readonly [Name in keyof T]-?: T[Name] extends number ? 'number' : 'string' };

/** The name of a member that is missing, or of another type than the form says; undefined if there is none. */
export function wrongMember(value: object | null | undefined, form: object): string | undefined {
  for (const name in form) {
    if (typeof value?.[name as never] !== form[name as never]) return name;
  }
  return undefined;
}
