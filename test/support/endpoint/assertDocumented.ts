import { AssertionError } from 'node:assert';
import { isRecord } from './readAsk.ts';
import type { RecordedRequest } from './standIn.ts';

interface Range {
  readonly from: number;
  readonly to: number;
  readonly whole: boolean;
}

/** The parameters inside `data` and their ranges, from the endpoint's public page (ENDPOINT.md). */
const documentedRanges: Readonly<Record<string, Range>> = {
  // The page gives no range: at least one token, at most the context window.
  max_tokens: { from: 1, to: 128_000, whole: true },
  temperature: { from: 0, to: 5, whole: false },
  top_p: { from: 0, to: 2, whole: false },
  top_k: { from: 1, to: 50, whole: true },
  seed: { from: 1, to: 9_999_999_999, whole: true },
  repetition_penalty: { from: 0, to: 2, whole: false },
  frequency_penalty: { from: 0, to: 2, whole: false },
  presence_penalty: { from: 0, to: 2, whole: false },
};

const documentedRoles = ['system', 'user', 'assistant'];

type Checked = Pick<RecordedRequest, 'method' | 'path' | 'headers' | 'json'>;

function show(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}

function unknownFields(where: string, value: Readonly<Record<string, unknown>>, known: readonly string[]): string[] {
  const extra = Object.keys(value).filter((name) => !known.includes(name));
  return extra.map((name) => `${where}.${name} is not documented`);
}

function headerProblems({ headers }: Checked): string[] {
  const type = headers['content-type'];
  const problems: string[] = [];
  if (type !== 'application/json') problems.push(`content-type must be application/json, but is ${show(type)}`);
  // The key itself is not shown: test logs are public.
  if (!/^Bearer \S+$/.test(headers['authorization'] ?? '')) problems.push('authorization must be "Bearer <API key>"');
  if (headers['cookie'] !== undefined) problems.push('no cookies are sent');
  return problems;
}

function messageProblems(message: unknown, index: number): string[] {
  const where = `data.messages[${index}]`;
  if (!isRecord(message)) return [`${where} must be an object, but is ${show(message)}`];
  const { role, content } = message;
  const problems = unknownFields(where, message, ['role', 'content']);
  if (typeof role !== 'string' || !documentedRoles.includes(role)) {
    problems.push(`${where}.role must be one of ${documentedRoles.join(', ')}, but is ${show(role)}`);
  }
  if (typeof content !== 'string') problems.push(`${where}.content must be a string, but is ${show(content)}`);
  return problems;
}

function rangeProblems(data: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(documentedRanges).flatMap(([name, { from, to, whole }]) => {
    const value = data[name];
    if (value === undefined) return name === 'max_tokens' ? ['data.max_tokens is missing; it is always sent'] : [];
    const fits = typeof value === 'number' && value >= from && value <= to && (!whole || Number.isInteger(value));
    const kind = whole ? 'a whole number' : 'a number';
    return fits ? [] : [`data.${name} must be ${kind} from ${from} to ${to}, but is ${show(value)}`];
  });
}

function bodyProblems(body: unknown): string[] {
  if (!isRecord(body)) return [`the body must be a JSON object, but is ${show(body)}`];
  const { model, data } = body;
  const problems = unknownFields('body', body, ['model', 'data']);
  if (typeof model !== 'string' || model === '') problems.push(`model must be a name, but is ${show(model)}`);
  if (!isRecord(data)) return [...problems, `data must be an object, but is ${show(data)}`];
  problems.push(...unknownFields('data', data, ['messages', ...Object.keys(documentedRanges)]));
  const messages: unknown = data['messages'];
  if (!Array.isArray(messages) || messages.length === 0) problems.push('data.messages must be a list with a message');
  else problems.push(...messages.flatMap(messageProblems));
  return [...problems, ...rangeProblems(data)];
}

/** Everything in which the request differs from the documented call; empty when it does not. */
export function undocumented(request: Checked): string[] {
  const line = `${request.method} ${request.path}`;
  return [
    ...(line === 'POST /api/v1' ? [] : [`the call is POST /api/v1, but this is ${line}`]),
    ...headerProblems(request),
    ...bodyProblems(request.json),
  ];
}

/** Throws an AssertionError that lists every difference from the documented call. */
export function assertDocumented(request: Checked): void {
  const problems = undocumented(request);
  if (problems.length === 0) return;
  throw new AssertionError({
    message: `The request is not the documented one:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    actual: request.json,
    operator: 'assertDocumented',
    stackStartFn: assertDocumented,
  });
}
