import type { SlowBehaviour, TextBehaviour } from './behaviour.ts';
import { roughTokens } from './envelope.ts';
import { readAsk } from './readAsk.ts';
import type { Answerer, RecordedRequest } from './standIn.ts';

interface Fenced {
  readonly language: string;
  readonly code: string;
  /** The text between the fence before and this one. */
  readonly lead: string;
}

/** Services of this shape cut the reply off here when no `max_tokens` is sent. */
const usualMaxTokens = 256;
const charsPerToken = 4;

const hashLanguages = new Set(['python', 'py', 'ruby', 'rb', 'shellscript', 'bash', 'sh', 'yaml', 'toml', 'perl', 'r']);

function fencedParts(text: string): Fenced[] {
  const parts: Fenced[] = [];
  let end = 0;
  for (const match of text.matchAll(/^(`{3,}|~{3,})([^\n`]*)\n([\s\S]*?)(?:\r?\n)?^\1[ \t]*$/gm)) {
    const language = (match[2] ?? '').trim().split(/\s+/, 1)[0] ?? '';
    parts.push({ language, code: match[3] ?? '', lead: text.slice(end, match.index) });
    end = match.index + match[0].length;
  }
  return parts;
}

/** The fenced code that is introduced as the selection, else the first there is. */
function selectionOf(text: string): Fenced | undefined {
  const parts = fencedParts(text);
  return parts.find(({ lead }) => /select/i.test(lead)) ?? parts[0];
}

function fence(language: string, code: string): string {
  const longest = Math.max(2, ...Array.from(code.matchAll(/`+/g), ([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${code}\n${ticks}`;
}

function comment(language: string, words: string): string {
  if (/^(html|xml|markdown|md)$/.test(language)) return `<!-- ${words} -->`;
  if (/^(css|scss|c)$/.test(language)) return `/* ${words} */`;
  return `${hashLanguages.has(language) ? '#' : '//'} ${words}`;
}

/** What "Instruction: …" says, on its own line. */
function instructionIn(text: string): string | undefined {
  return /^\W*instruction\W*:\W*(.*\S)/im.exec(text)?.[1];
}

/** A rename where the instruction asks for one; else the instruction as a comment above the code. */
function changed({ code, language }: Fenced, instruction: string): string {
  const [, from, to] = /\brename\s+`?(\w+)`?\s+(?:to|as|into)\s+`?(\w+)`?/i.exec(instruction) ?? [];
  if (from !== undefined && to !== undefined) return code.replaceAll(new RegExp(`\\b${from}\\b`, 'g'), to);
  const eol = code.includes('\r\n') ? '\r\n' : '\n';
  const indentation = /^[ \t]*/.exec(code)?.[0] ?? '';
  return `${indentation}${comment(language, instruction)}${eol}${code}`;
}

function namesIn(code: string): string[] {
  const found = code.matchAll(/\b(?:function|class|interface|type|const|let|var|def|fn|func|struct|enum)\s+(\w+)/g);
  return [...new Set(Array.from(found, (match) => match[1] ?? ''))].slice(0, 5);
}

function explanation({ code, language }: Fenced): string {
  const lines = code.split(/\r?\n/);
  const names = namesIn(code);
  const kind = language === '' ? 'This code' : `This ${language} code`;
  const first = lines.find((line) => line.trim() !== '') ?? '';
  return [
    `${kind} has **${lines.length} ${lines.length === 1 ? 'line' : 'lines'}**.`,
    ...(names.length > 0 ? [`What it defines:\n\n${names.map((name) => `- \`${name}\``).join('\n')}`] : []),
    'It begins here:',
    fence(language, first.trim()),
    'Everything after that line builds on it.',
  ].join('\n\n');
}

const greeting = [
  'I am the **stand-in** for the model: I answer the same way every time, and I cost nothing.',
  'Select some code and ask me to explain or to change it. For example:',
  fence('ts', 'const answer = 6 * 7;'),
].join('\n\n');

function answerTo(prompt: string): string {
  const selection = selectionOf(prompt);
  const instruction = instructionIn(prompt);
  if (instruction !== undefined) {
    return selection
      ? fence(selection.language, changed(selection, instruction))
      : fence('ts', `// ${instruction}\nexport function standIn(): number {\n  return 42;\n}`);
  }
  return selection ? explanation(selection) : greeting;
}

/** A whole answer, or its beginning when it does not fit into `max_tokens`. */
function traitsOf(whole: string, maxTokens: number, request: RecordedRequest) {
  const fits = roughTokens(whole) <= maxTokens;
  const text = fits ? whole : whole.slice(0, Math.max(0, maxTokens * charsPerToken));
  const reasoning = 'They want to know about this code. I look at it and answer.';
  return {
    text,
    // The documented reply has no place for a finish reason and for reasoning.
    ...(request.protocol === 'openai' ? (fits ? { reasoning } : { finish: 'length' }) : {}),
  };
}

/** What a person playing with the extension gets: a short answer, slowly where the stream is on. */
export function demoAnswer(request: RecordedRequest, tokensPerSecond = 80): TextBehaviour | SlowBehaviour {
  const ask = readAsk(request);
  const prompt = ask.messages?.findLast(({ role }) => role === 'user')?.content ?? '';
  const traits = traitsOf(answerTo(prompt), ask.maxTokens ?? usualMaxTokens, request);
  if (!ask.stream) return { kind: 'text', ...traits };
  return { kind: 'slow', ...traits, chunkChars: charsPerToken, delayMs: 1000 / tokensPerSecond };
}

/** For `otherwise`: the demo at its usual speed. Another process says `{kind: 'demo'}`. */
export const demoAnswers: Answerer = (request) => demoAnswer(request);
