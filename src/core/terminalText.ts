import { isShellLike } from './edits/text/languages.ts';

/** Blocks that show what commands print, or that no shell reads. */
const notCommands = /^(?:output|stdout|logs?|text|plaintext|txt|plain|ansi|traceback)$/i;

/** Whether a code block in this language holds commands for a terminal. */
export function isForTerminal(language: string): boolean {
  return language !== '' && isShellLike(language) && !notCommands.test(language);
}

/** What begins or ends a construct that spans lines, so that its lines cannot be put behind one another. */
const construct = new RegExp(
  [
    /<</,
    /^\s*(?:if|then|else|elif|fi|for|while|until|do|done|case|esac|function|\w+\s*\(\))(?:\s|;|$)/,
    /[{}]\s*$/,
    /^\s*[)}]/,
    /[|&(,]\s*$/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

const powershell = /^(?:powershell|pwsh|ps1)$/i;

/** A block whose first command shows a prompt is a transcript: only the lines with a prompt are commands. */
const prompt = /^\s{0,4}(?:\$|%|PS [^>]{0,200}>|>)\s+/;

/**
 * The one line to put into a terminal for a block of commands, which runs only when the user presses Enter; `undefined`
 * where its lines cannot become one. A line break or another control character would run or do something by itself,
 * so the text never holds one.
 */
export function terminalLine(code: string, language: string): string | undefined {
  const commands = commandsOf(code);
  if (commands.length === 0) return undefined;
  if (commands.length > 1 && commands.some((line) => construct.test(line) || hasOpenQuote(line))) return undefined;
  return plainText(commands.join(powershell.test(language) ? '; ' : ' && '));
}

function commandsOf(code: string): string[] {
  const joined = code.replace(/\r\n?/g, '\n').replace(/[ \t]*\\\n[ \t]*/g, ' ');
  const lines = joined.split('\n').filter((line) => line.trim() !== '' && !/^\s*(?:#|::|REM\s)/.test(line));
  const transcript = lines[0] !== undefined && prompt.test(lines[0]);
  return (transcript ? lines.filter((line) => prompt.test(line)) : lines).map((line) =>
    line.replace(transcript ? prompt : '', '').trim(),
  );
}

function hasOpenQuote(line: string): boolean {
  const bare = line.replace(/\\./g, '');
  return [`'`, '"', '`'].some((quote) => bare.split(quote).length % 2 === 0);
}

function plainText(text: string): string {
  // C0 and C1 controls, line and paragraph separators, and marks that turn the direction of what follows.
  return text.replace(/\t/g, ' ').replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
}
