/** The arguments of a call, or any object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first text among values under several names. */
export function textOf(fields: Fields, names: readonly string[]): string | undefined {
  return names.map((name) => fields[name]).find((value) => typeof value === 'string');
}

/** The first whole number among values under several names, also where it is written as a text. */
export function numberOf(fields: Fields, names: readonly string[]): number | undefined {
  const numbers = names.map((name) => fields[name]).map((value) => {
    return typeof value === 'string' && /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : value;
  });
  return numbers.find((value): value is number => Number.isSafeInteger(value));
}
