/** A shell and its flags before the script, as in `["bash", "-lc", "npm test"]`. */
const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:ba|z|da)?sh$/;
const SCRIPT_FLAG = /^-[a-z]*c$/;

/** Words that mean the same with and without quotes in every POSIX shell. */
const PLAIN_WORD = /^[\w@%+=:,./-]+$/;

/**
 * The command line a call asks for, as one text for the shell. The model sends a list of words, a shell with a script,
 * or the line itself. Undefined where it is none of these, or empty.
 */
export function commandText(value: unknown): string | undefined {
  if (typeof value === 'string') return listIn(value) ?? nonEmpty(value);
  if (!Array.isArray(value) || !value.every((word) => typeof word === 'string')) return undefined;
  const words: readonly string[] = value;
  if (words.length <= 1) return nonEmpty(words[0] ?? '');
  const [shell = '', ...rest] = words;
  if (SHELL.test(shell)) {
    const flag = rest.findIndex((word) => !word.startsWith('-') || SCRIPT_FLAG.test(word));
    const script = SCRIPT_FLAG.test(rest[flag] ?? '') ? rest[flag + 1] : undefined;
    if (script !== undefined && rest.length === flag + 2) return nonEmpty(script);
  }
  return words.map(quoted).join(' ');
}

/** A list of words that was put into a text once more. */
function listIn(text: string): string | undefined {
  if (!/^\s*\[\s*"/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? commandText(value) : undefined;
  } catch {
    // A test such as `["$a" = b ]` begins the same way.
    return undefined;
  }
}

function nonEmpty(text: string): string | undefined {
  return text.trim() === '' ? undefined : text;
}

function quoted(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
