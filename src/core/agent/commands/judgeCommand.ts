import { type ReadCommands, readCommands, type SimpleCommand } from './readCommands.ts';
import type { SyntaxNode } from './syntax.ts';

/** Command prefixes, such as `npm test`, that the user allows or forbids. */
export interface CommandRules {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

export type CommandVerdict =
  | { readonly kind: 'allow' }
  | { readonly kind: 'deny'; readonly rule: string }
  /** `why` is empty where merely no rule allows it; `rules` are those that would, none where no rule could. */
  | { readonly kind: 'ask'; readonly why: readonly string[]; readonly rules: readonly string[] };

/** Programs that run what their arguments say: a rule for them would let anything through. */
const WRAPPERS = new Set(
  `. alias ash bash builtin busybox bwrap chroot command coproc csh dash doas env eval exec fish flock ionice ksh nice
  nohup nsenter parallel pkexec pwsh powershell rbash script setsid sh source ssh stdbuf strace su sudo systemd-run
  taskset time timeout trap unbuffer unshare watch xargs zsh`.split(/\s+/),
);

/** Arguments by which a program runs another, or writes where it likes. A space stands before each word. */
const RUNNERS: Readonly<Record<string, RegExp>> = {
  find: / -(?:exec|execdir|ok|okdir|delete|fprint\w*|fls)(?= |$)/,
  fd: / (?:-x|-X|--exec(?:-batch)?)(?:[ =]|$)/,
  // Before its own command, git takes options that set what it runs; behind it, some commands have such options too.
  git: new RegExp(
    [
      '^ (?!--no-pager(?: |$))-',
      ' --(?:upload-pack|receive-pack|ext-diff|textconv|exec|output|open-files-in-pager)(?:[ =]|$)',
      ' (?:bisect run|submodule foreach|filter-branch|difftool|mergetool)(?: |$)',
      '^ rebase .*-x(?: |$)',
      '^ grep .*-O',
    ].join('|'),
  ),
  rg: / --(?:pre|hostname-bin|search-zip)(?:[ =]|$)/,
  tar: / (?:--to-command|--checkpoint-action|--use-compress-program|-I|--rsh-command)(?:[ =]|$)/,
  awk: /system\s*\(|\|\s*"|"\s*\|/,
  gawk: /system\s*\(|\|\s*"|"\s*\|/,
  sed: / (?:-i\S*|--in-place\S*)(?: |$)|\/e(?:[gp]*)(?: |$)|(?:^| |;)\d*[ew] /,
  sort: / (?:-o\S*|--output\S*|--compress-program\S*)(?: |$)/,
  npm: / (?:--script-shell|--node-options|--prefix|-C)(?:[ =]|$)/,
  node: / (?:-e|--eval|-p|--print|-r|--require|--import|--loader)(?:[ =]|$)/,
  python: / -c(?: |$)/,
  python3: / -c(?: |$)/,
  perl: / -\w*[eE](?: |$)/,
  ruby: / -\w*e(?: |$)/,
  php: / -r(?: |$)/,
  make: / (?:-f|--file|--makefile|-C|--directory|--eval|-I)(?:[ =]|$)|\w=/,
  less: / -o/,
  man: / (?:-P|--pager)/,
};

/** How many words of a command a suggested rule has: its name and what it is told to do. */
const ruleWords: Readonly<Record<string, number>> = {
  npm: 2,
  pnpm: 2,
  yarn: 2,
  npx: 2,
  bunx: 2,
  git: 2,
  cargo: 2,
  go: 2,
  docker: 2,
  python: 3,
  python3: 3,
};

/** Below these, the words that follow name what is done. */
const RUN_WORDS = new Set(['run', 'run-script', 'exec', '-m']);

/**
 * Whether a parsed command line may run without asking. Every simple command in it must be allowed by a rule of its
 * own, and nothing in it may be beyond what the parser knows for certain. Deny beats allow, wherever it stands.
 */
export function judgeCommand(root: SyntaxNode, rules: CommandRules): CommandVerdict {
  const read = readCommands(root);
  const denied = rules.deny.find((rule) => read.commands.some((command) => isDenied(command, rule)));
  if (denied !== undefined) return { kind: 'deny', rule: denied };
  const why = [...read.unsure, ...read.commands.flatMap(doubtsAbout)];
  const open = read.commands.filter((command) => !rules.allow.some((rule) => begins(command.words, wordsOf(rule))));
  if (why.length === 0 && open.length === 0) return { kind: 'allow' };
  return { kind: 'ask', why: [...new Set(why)], rules: why.length > 0 ? [] : suggestions(open) };
}

function doubtsAbout({ words }: SimpleCommand): string[] {
  const [name = '', ...rest] = words;
  const program = baseName(name);
  if (WRAPPERS.has(program)) return [`"${program}" runs what its arguments say`];
  return RUNNERS[program]?.test(rest.map((word) => ` ${word}`).join(''))
    ? [`"${program}" is told to run something else or to write a file`]
    : [];
}

/** A rule for `rm` also denies `/bin/rm`, and a command inside a wrapper's words. */
function isDenied({ words }: SimpleCommand, rule: string): boolean {
  const denied = wordsOf(rule);
  return words.some(
    (word, at) => begins([baseName(word), ...words.slice(at + 1)], denied) && (at === 0 || isWrapped(words)),
  );
}

function isWrapped([name = '']: readonly string[]): boolean {
  return WRAPPERS.has(baseName(name));
}

function begins(words: readonly string[], prefix: readonly string[]): boolean {
  return prefix.length > 0 && prefix.every((word, index) => words[index] === word);
}

function wordsOf(rule: string): string[] {
  return rule
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
}

function baseName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1).replace(/\.exe$/i, '');
}

function suggestions(commands: ReadCommands['commands']): string[] {
  return [...new Set(commands.map(({ words }) => ruleFor(words)))];
}

function ruleFor(words: readonly string[]): string {
  const [name = '', first = ''] = words;
  const count = (ruleWords[name] ?? 1) + (ruleWords[name] === 2 && RUN_WORDS.has(first) ? 1 : 0);
  return words.slice(0, count).join(' ');
}
