import type { SyntaxNode } from './syntax.ts';

/** A program with its words as they reach it, quotes and escapes taken off. */
export interface SimpleCommand {
  readonly words: readonly string[];
}

export interface ReadCommands {
  /** Every simple command there is, also those inside what is not understood. */
  readonly commands: readonly SimpleCommand[];
  /** What keeps the line from being judged by its commands alone, in words; empty where nothing does. */
  readonly unsure: readonly string[];
}

/** What a line may be made of beside its simple commands; all else is not known for certain. */
const STRUCTURE = new Set(['program', 'list', 'pipeline', 'negated_command', 'redirected_statement', 'command']);

/** Signs between commands that change nothing about what each of them does. */
const SIGNS = new Set(['&&', '||', '|', '|&', ';', '\n', '!']);

/** Words of a line that stand for themselves. */
const LITERALS = new Set(['word', 'number', 'string', 'raw_string', 'concatenation']);

const REASONS: Readonly<Record<string, string>> = {
  '&': 'it leaves a command running in the background',
  variable_assignment: 'it sets a variable',
  command_substitution: 'it puts the output of a command into another',
  process_substitution: 'it puts the output of a command into another',
  simple_expansion: 'it uses a variable',
  expansion: 'it uses a variable',
  arithmetic_expansion: 'it calculates',
  subshell: 'it has a part in brackets',
  compound_statement: 'it has a part in brackets',
  function_definition: 'it defines a function',
  for_statement: 'it has a loop',
  c_style_for_statement: 'it has a loop',
  while_statement: 'it has a loop',
  if_statement: 'it has a condition',
  case_statement: 'it has a condition',
  test_command: 'it has a condition',
  heredoc_redirect: 'it hands a text to a command',
  herestring_redirect: 'it hands a text to a command',
  ansi_c_string: 'it has a text with escapes',
};

/** Reads a parsed line of bash. Only what is known for certain counts as understood. */
export function readCommands(root: SyntaxNode): ReadCommands {
  const commands: SimpleCommand[] = [];
  const unsure = new Set<string>();
  // Below a part that is not understood, its own parts need no word of their own, but commands are still looked for.
  const visit = (node: SyntaxNode, isInside: boolean): void => {
    const isOdd = !isKnown(node) && node.type !== 'file_redirect';
    const reason = REASONS[node.type] ?? (isInside ? undefined : `it has a part that is not known (${node.type})`);
    if (node.isError) unsure.add('it cannot be read');
    else if (node.type === 'command') commands.push(commandOf(node, unsure));
    else if (node.type === 'file_redirect') noteRedirect(node, unsure);
    else if (isOdd && reason !== undefined) unsure.add(reason);
    for (const child of node.children) visit(child, isInside || isOdd);
  };
  visit(root, false);
  if (commands.length === 0) unsure.add('it holds no command');
  return { commands, unsure: [...unsure] };
}

function isKnown({ type, text }: SyntaxNode): boolean {
  return STRUCTURE.has(type) || SIGNS.has(type) || LITERALS.has(type) || KNOWN_PARTS.has(type) || text === '';
}

/** Parts of words and commands that are judged with the word or command they are in. */
const KNOWN_PARTS = new Set([
  'command_name',
  'string_content',
  'comment',
  'file_descriptor',
  '"',
  "'",
  '<',
  '>',
  '>>',
  '>&',
  '<&',
  '&>',
  '&>>',
  '>|',
]);

/** Parts of a command that are no words of it. */
const ASIDE = new Set(['file_redirect', 'herestring_redirect', 'heredoc_redirect', 'variable_assignment']);

function commandOf(node: SyntaxNode, unsure: Set<string>): SimpleCommand {
  const words = node.children.flatMap((part) => {
    const word = part.type === 'command_name' ? (part.children[0] ?? part) : part;
    const literal = LITERALS.has(word.type) ? literalOf(word) : undefined;
    if (literal === undefined) return ASIDE.has(part.type) ? [] : [word.text];
    if (isExpanded(word, part.type === 'command_name')) unsure.add('it has a word that the shell expands');
    return [literal];
  });
  return { words };
}

/** A word as it reaches the program; undefined where that depends on more than its letters. */
function literalOf(word: SyntaxNode): string | undefined {
  switch (word.type) {
    case 'word':
    case 'number':
      return word.text.replace(/\\([\s\S])/g, '$1');
    case 'raw_string':
      return word.text.slice(1, -1);
    case 'string':
      return word.text.startsWith('$') || word.children.some(({ type }) => type !== '"' && type !== 'string_content')
        ? undefined
        : word.text.slice(1, -1).replace(/\\([\\"$`])/g, '$1');
    case 'concatenation': {
      const parts = word.children.map(literalOf);
      return parts.includes(undefined) ? undefined : parts.join('');
    }
    default:
      return undefined;
  }
}

/** Whether the shell makes other words of a word: one with braces, or a command's name with `*`, `?`, `[` or `~`. */
function isExpanded(word: SyntaxNode, isName: boolean): boolean {
  const bare =
    word.type === 'concatenation'
      ? word.children
          .filter(({ type }) => type === 'word')
          .map(({ text }) => text)
          .join('')
      : word.text;
  if (word.type !== 'word' && word.type !== 'concatenation') return false;
  return /[{}]/.test(bare.replace(/\\[\s\S]/g, '')) || (isName && /[*?[~]/.test(bare));
}

/** Output joined with other output, or thrown away, touches nothing. */
function noteRedirect(node: SyntaxNode, unsure: Set<string>): void {
  const [sign, target] = [node.children.find(({ type }) => /[<>]/.test(type)), node.children.at(-1)];
  const joins = (sign?.type === '>&' || sign?.type === '<&') && /^(?:\d|-)$/.test(target?.text ?? '');
  const discards =
    sign !== undefined && sign.type.includes('>') && target?.type === 'word' && target.text === '/dev/null';
  if (joins || discards) return;
  unsure.add(sign?.type.startsWith('<') ? 'it reads a file by redirection' : 'it writes to a file by redirection');
}
