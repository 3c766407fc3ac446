import type { ContextChip } from './chips.ts';
import type { ContextRef } from './refs.ts';
import type { Stretch } from './stretch.ts';

/** Something that goes along with the next message, as it is kept from one window to the next. */
export interface KeptItem {
  readonly ref: ContextRef;
  readonly chip: Omit<ContextChip, 'id' | 'kind' | 'problem'>;
  /** What a pinned stretch held, with `\n` alone, so that it is found again. */
  readonly code?: string;
}

/** The texts and numbers each kind of reference has. */
const fields: Readonly<Record<ContextRef['kind'], readonly string[]>> = {
  file: ['uri', 'path'],
  folder: ['uri', 'path'],
  code: ['uri', 'path', 'start', 'end'],
  symbol: ['uri', 'path', 'name', 'line'],
  problems: ['uri', 'path'],
  changes: [],
  terminal: ['name', 'text'],
};

const numbers: ReadonlySet<string> = new Set(['start', 'end', 'line']);

/** Reads what was kept, perhaps by another version: what is not as it should be is left out. Never throws. */
export function decodeKept(value: unknown): KeptItem[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one): KeptItem[] => {
    const { ref, chip, code } = fieldsOf(one);
    const { label, detail, tokens } = fieldsOf(chip);
    if (!isRef(ref) || typeof label !== 'string' || typeof detail !== 'string' || typeof tokens !== 'number') return [];
    return [{ ref, chip: { label, detail, tokens }, ...(typeof code === 'string' ? { code } : {}) }];
  });
}

/** Where a stretch that held `code` is in a text: at its place, or at the only other; undefined where it is gone. */
export function findAgain(text: string, { start, end }: Stretch, code: string): Stretch | undefined {
  if (text.slice(start, end).replaceAll('\r\n', '\n') === code) return { start, end };
  const wanted = text.includes('\r\n') ? code.replaceAll('\n', '\r\n') : code;
  const at = wanted === '' ? -1 : text.indexOf(wanted);
  return at < 0 || text.includes(wanted, at + 1) ? undefined : { start: at, end: at + wanted.length };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function isRef(value: unknown): value is ContextRef {
  const ref = fieldsOf(value);
  const { kind } = ref;
  if (typeof kind !== 'string' || !Object.hasOwn(fields, kind)) return false;
  return fields[kind as ContextRef['kind']].every((name) =>
    numbers.has(name) ? Number.isSafeInteger(ref[name]) : typeof ref[name] === 'string',
  );
}
