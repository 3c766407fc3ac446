import { cleanPath } from './paths.ts';
import { folderIn, withFolder } from './folder.ts';
import { rawOf, type BrokenReason, type Parsed, type Proposal } from './proposal.ts';
import { sourceAt, take, type Format, type Reader } from './reader.ts';

const START = /<<(-?)\s{0,3}(?:'(\w{1,40})'|"(\w{1,40})"|(\\?)(\w{1,40}))/;
const LEAD = /^\s{0,8}(?:[$>] )?(?:mkdir -p [\w./-]{1,200} && )?(?:sudo )?/;
const NAME = /(?:"([^"$`]{1,300})"|'([^']{1,300})'|([\w@.+/~-]{1,300}))/.source;
const CAT = new RegExp(`^cat\\s{0,3}(>>?)\\s{0,3}${NAME}$`);
const TEE = new RegExp(
  `^(?:cat\\s{0,3}\\|\\s{0,3})?(?:sudo )?tee\\s{1,3}(-a |--append )?${NAME}(?:\\s{0,3}>\\s{0,3}/dev/null)?$`,
);

/** A command that writes what follows, up to a line that says so, into a file. */
interface Heredoc {
  readonly path: string;
  readonly appends: boolean;
  readonly end: string;
  /** Leading tabs are not part of the text. */
  readonly dropsTabs: boolean;
  /** The shell leaves the text as it is. */
  readonly isQuoted: boolean;
}

/** Reads a line as such a command; patches that are written to a file to be applied are read as patches. */
export function heredocAt(line: string): Heredoc | undefined {
  if (!line.includes('<<') || line.length > 1_000) return undefined;
  const start = START.exec(line);
  if (!start) return undefined;
  // What else the line does is done before or afterwards.
  const behind = line.slice(start.index + start[0].length).replace(/\s*(?:&&|;).*$/, '');
  const command = `${line.slice(0, start.index)} ${behind}`.replace(LEAD, '').replace(/\s+/g, ' ').trim();
  const [cat, tee] = [CAT.exec(command), TEE.exec(command)];
  const path = [cat, tee].flatMap((match) => match?.slice(2) ?? []).find(Boolean);
  if (path === undefined || /^~|^\/dev\/|\.(?:patch|diff)$|\/$/.test(path)) return undefined;
  const [, dash, single, double, slash, plain] = start;
  return {
    path: cleanPath(path),
    appends: cat ? cat[1] === '>>' : tee?.[1] !== undefined,
    end: single ?? double ?? plain ?? '',
    dropsTabs: dash === '-',
    isQuoted: plain === undefined || slash !== '',
  };
}

/** A file that a shell command writes from the lines below it. */
export const heredoc: Format = {
  starts: (lines, at) => (lines[at] ?? '').includes('<<'),
  read: readHeredoc,
};

function readHeredoc(reader: Reader, at: number): number | undefined {
  const command = heredocAt(reader.lines[at] ?? '');
  if (!command) return undefined;
  const own = (line: string): string => (command.dropsTabs ? line.replace(/^\t+/, '') : line);
  let end = at + 1;
  while (end < reader.lines.length && own(reader.lines[end] ?? '') !== command.end) {
    if (reader.budget.steps-- <= 0) return undefined;
    end++;
  }
  const next = Math.min(reader.lines.length, end + 1);
  const lines = reader.lines.slice(at + 1, end).map(own);
  const broken = end >= reader.lines.length ? 'cut-off' : whyNot(reader, at, command, lines);
  return take(reader, at, { proposals: [proposalOf(command, lines, rawOf(sourceAt(reader), at, next), broken)], next });
}

/** What the shell would fill in, and where it would write after a change of folder, cannot be told. */
function whyNot(reader: Reader, at: number, command: Heredoc, lines: readonly string[]): BrokenReason | undefined {
  if (!command.isQuoted && lines.some((line) => /[$`]|\\\\|\\$/.test(line))) return 'malformed';
  const above = reader.lines.slice(Math.max(reader.floor, at - 30), at);
  return above.some((line) => /^\s*(?:[$>] )?(?:cd|pushd) /.test(line)) ? 'malformed' : undefined;
}

/** A folder as `cd` takes it: in quotes of either kind, or bare. */
const FOLDER = /(?:"([^"$`]{1,300})"|'([^']{1,300})'|([\w@.+/~-]{1,300}))/;
const CHANGE = new RegExp(
  String.raw`(?:^|[\s"'\x60(])cd\s{1,3}${FOLDER.source}\s{0,3}(?:&&|;)[^<]{0,80}<<-?\s{0,3}\\?["']?\w`,
);

/** The patch that a command applies in another folder, its paths as seen from the folder the command begins in. */
export function inFolder(above: string, parsed: Parsed): Parsed {
  const match = above.length <= 1_000 ? CHANGE.exec(above) : null;
  const folder = folderIn(match?.slice(1).find(Boolean) ?? '');
  return { ...parsed, proposals: withFolder(folder, parsed.proposals) };
}

function proposalOf(
  { path, appends }: Heredoc,
  lines: readonly string[],
  raw: string,
  broken: BrokenReason | undefined,
): Proposal {
  const common = { format: 'block' as const, path, raw };
  if (broken) return { kind: 'broken', ...common, reason: broken };
  if (!appends) return { kind: 'create', ...common, lines };
  return { kind: 'update', ...common, hunks: [{ old: [], new: lines, anchors: [], endOfFile: true, raw }] };
}
