import { formatInstructions, selectionInstructions } from '../../edits/repair.ts';
import type { Effort, Message } from '../messages.ts';
import { fence, withEffort } from './prompts.ts';

const codeSystem = [
  'You change code inside Visual Studio Code. A program reads your reply and shows it to the programmer as an edit, ' +
    'so it must hold the code in the form asked for and nothing else.',
  'Keep the style, indentation and line breaks of the surrounding code. Do not shorten with comments such as ' +
    '"existing code". What the instruction does not ask to change stays as it is. Do not call tools.',
].join('\n');

/** A stretch of a file with the lines around it. */
export interface CodeContext {
  readonly path: string;
  readonly languageId: string;
  readonly before: string;
  readonly code: string;
  readonly after: string;
}

/** A problem the editor shows on a line, counted from 1. */
export interface Problem {
  readonly line: number;
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly message: string;
  /** Who says so and under which name, e.g. `ts 2322`. */
  readonly source: string;
}

/** Lines and characters of context sent with an edit, on each side. */
const contextLines = 40;
const contextCharacters = 4_000;

/**
 * Up to this length a selection is asked for whole, which replies get right more often than a patch; above it, that
 * costs too much.
 */
const wholeLines = 250;

/** Cuts a text into the stretch from `start` to `end` and some whole lines around it. */
export function codeContext(
  file: { path: string; languageId: string; text: string },
  start: number,
  end: number,
): CodeContext {
  const before = file.text.slice(Math.max(0, start - contextCharacters), start);
  const after = file.text.slice(end, end + contextCharacters);
  return {
    path: file.path,
    languageId: file.languageId,
    before: before
      .split('\n')
      .slice(-contextLines - 1)
      .join('\n'),
    code: file.text.slice(start, end),
    after: after
      .split('\n')
      .slice(0, contextLines + 1)
      .join('\n'),
  };
}

/** Asks for a changed stretch of code: as a whole, or as a patch where it is long. */
export function editMessages(
  context: CodeContext,
  instruction: string,
  effort: Effort,
  problems: readonly Problem[] = [],
): Message[] {
  const whole = context.code.split('\n').length <= wholeLines;
  return messages(effort, [
    `File: ${context.path} (${context.languageId})`,
    around('The lines before it, for context only:', context.before, context.languageId),
    `The selected code:\n${fence(context.code, context.languageId)}`,
    around('The lines after it, for context only:', context.after, context.languageId),
    problemList(problems),
    `Instruction: ${instruction}`,
    whole
      ? selectionInstructions(context.languageId)
      : `Change nothing outside the selected code. ${formatInstructions()}`,
  ]);
}

/** Asks for new code at the cursor. */
export function insertMessages(context: CodeContext, instruction: string, effort: Effort): Message[] {
  return messages(effort, [
    `File: ${context.path} (${context.languageId})`,
    around('The lines before the cursor:', context.before, context.languageId),
    around('The lines after the cursor:', context.after, context.languageId),
    `Instruction: ${instruction}`,
    'Reply with only the new code that goes in at the cursor, in one fenced code block. ' +
      'Do not repeat the lines around it.',
  ]);
}

/** What the tests of a file are asked for with. */
export interface TestContext {
  readonly code: CodeContext;
  readonly path: string;
  /** The test file as it is; absent when it is to be made. */
  readonly existing?: string;
  /** Another test file of the project. */
  readonly sample?: { readonly path: string; readonly text: string };
  readonly framework?: string;
}

/** Most characters of a test file that go along; an existing one has to be seen whole to be extended. */
const sampleCharacters = 8_000;

/** Asks for tests as a patch: a new test file, or more tests in the one that is there. */
export function testMessages(
  { code, path, existing, sample, framework }: TestContext,
  instruction: string,
  effort: Effort,
): Message[] {
  const asTheOthers = sample === undefined ? '' : 'Use the same framework, imports and style as the test file shown.';
  return messages(effort, [
    `File: ${code.path} (${code.languageId})`,
    around('The lines before it, for context only:', code.before, code.languageId),
    `The code to be tested:\n${fence(code.code, code.languageId)}`,
    sample === undefined
      ? ''
      : around(`A test file of this project, ${sample.path}:`, sample.text.slice(0, sampleCharacters), code.languageId),
    existing === undefined
      ? `The test file ${path} does not exist yet.`
      : `The test file ${path} as it is:\n${fence(existing, code.languageId)}`,
    `Instruction: ${instruction}`,
    [
      existing === undefined ? `Add the file ${path}.` : `Add the tests to ${path} and keep those that are there.`,
      framework === undefined ? '' : `The project tests with ${framework}.`,
      asTheOthers,
    ]
      .filter((part) => part !== '')
      .join(' '),
    formatInstructions(),
  ]);
}

/** Goes on after a reply that could not be placed: `asked` is what led to it, where that is known. */
export function repairMessages(asked: readonly Message[], reply: string, prompt: string, effort: Effort): Message[] {
  const before = asked.length > 0 ? asked : messages(effort, []);
  return [...before, { role: 'assistant', content: reply }, { role: 'user', content: prompt }];
}

function messages(effort: Effort, parts: readonly string[]): Message[] {
  const system: Message = { role: 'system', content: withEffort(codeSystem, effort) };
  const content = parts.filter((part) => part !== '').join('\n\n');
  return content === '' ? [system] : [system, { role: 'user', content }];
}

function around(title: string, code: string, languageId: string): string {
  return code.trim() === '' ? '' : `${title}\n${fence(code, languageId)}`;
}

function problemList(problems: readonly Problem[]): string {
  if (problems.length === 0) return '';
  const lines = problems.map(
    ({ line, severity, message, source }) =>
      `- line ${line}, ${severity}${source === '' ? '' : ` (${source})`}: ${message}`,
  );
  return ['The editor shows these problems; lines are counted in the whole file:', ...lines].join('\n');
}
