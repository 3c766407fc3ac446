import type { How } from '../edits/placing/outcome.ts';
import { applyHunks } from '../edits/text/hunks.ts';
import type { FileReview, Renaming, ReviewHunk } from './fileReview.ts';

/** Reads what was kept of open reviews; what is damaged is left out. Never throws. */
export function decodeReviews(text: string): FileReview[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.flatMap((one: unknown) => decodeReview(one) ?? []) : [];
  } catch {
    return [];
  }
}

export function encodeReviews(reviews: readonly FileReview[]): string {
  return JSON.stringify(reviews);
}

type Fields = Readonly<Record<string, unknown>>;

function decodeReview(value: unknown): FileReview | undefined {
  if (!isFields(value)) return undefined;
  const { uri, path, kind, text, hunks, nextId, renameTo } = value;
  if (typeof uri !== 'string' || typeof path !== 'string' || typeof text !== 'string' || !isCount(nextId))
    return undefined;
  if ((kind !== 'change' && kind !== 'create' && kind !== 'delete') || !Array.isArray(hunks)) return undefined;
  const decoded = hunks.flatMap((one: unknown) => decodeHunk(one) ?? []);
  if (decoded.length !== hunks.length || !fits(text, decoded)) return undefined;
  const move = decodeRenaming(renameTo);
  return { uri, path, kind, text, hunks: decoded, nextId, ...(move === undefined ? {} : { renameTo: move }) };
}

function decodeHunk(value: unknown): ReviewHunk | undefined {
  if (!isFields(value)) return undefined;
  const { id, start, end, text, touched, how } = value;
  if (!isCount(id) || !isCount(start) || !isCount(end) || typeof text !== 'string' || typeof touched !== 'boolean')
    return undefined;
  return { id, start, end, text, touched, ...(isHow(how) ? { how } : {}) };
}

const ways: Readonly<Record<How, true>> = {
  exact: true,
  whitespace: true,
  anchored: true,
  selection: true,
  snippet: true,
  whole: true,
  appended: true,
  cursor: true,
};

function isHow(value: unknown): value is How {
  return typeof value === 'string' && Object.hasOwn(ways, value);
}

function decodeRenaming(value: unknown): Renaming | undefined {
  if (!isFields(value)) return undefined;
  const { uri, path } = value;
  return typeof uri === 'string' && typeof path === 'string' ? { uri, path } : undefined;
}

function fits(text: string, hunks: readonly ReviewHunk[]): boolean {
  try {
    applyHunks(text, hunks);
    return true;
  } catch {
    return false;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
