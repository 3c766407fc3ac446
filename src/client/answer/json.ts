import { nestsDeeper } from './nesting.ts';

/** Tolerant readers of values that came over the wire: any value in, a well-typed one or nothing out. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isEmptyObject(value: JsonObject): boolean {
  return Object.keys(value).length === 0;
}

export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The first of the values that is a string with something in it. */
export function firstString(...values: readonly unknown[]): string {
  return values.find((value): value is string => typeof value === 'string' && value !== '') ?? '';
}

/** Deepest nesting that is parsed. Arguments of tools and schemas have up to some 20 levels. */
export const mostNesting = 256;

/** A parsed text, or nothing; `null` parses to `null`. What is nested too deeply is not parsed: it takes memory. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  if (nestsDeeper(text, mostNesting)) return undefined;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** The text of any value; empty for what has none (cycles, functions, big integers). */
export function jsonText(value: unknown): string {
  try {
    const text: unknown = JSON.stringify(value);
    return typeof text === 'string' ? text : '';
  } catch {
    return '';
  }
}
