import { GuardedFile } from './guards/guardedFile.ts';
import { objectionTo } from './guards/guards.ts';
import type { Proposal } from './formats/proposal.ts';
import type { FilePlan } from './planFile.ts';
import { refuse, type Refusal, type RefusalReason } from './refusals.ts';
import { endsLikeFile } from './text/languages.ts';
import { plainText } from './text/lookalikes.ts';
import { isTelling } from './text/telling.ts';
import { isBlank, linesOf } from './text/textLines.ts';
import { straightQuotes } from './writing/straightQuotes.ts';

export interface NewFileJob {
  readonly path: string;
  readonly proposals: readonly Proposal[];
  /** Text of the open file, where it has the same name in another folder. */
  readonly namesake?: string | undefined;
}

/** Plans what a reply proposes for a path where no file is: one content, or refusals. */
export function planNewFile({ path, proposals, namesake }: NewFileJob): FilePlan {
  const isNamesake = proposals.some((one) => one.kind === 'block' && isStateOf(namesake, one.lines));
  if (isNamesake) return { refused: proposals.map(({ raw }) => refuse('file-exists', raw, path)) };
  const refused: Refusal[] = [];
  const fresh: { raw: string; text: string }[] = [];
  const file = new GuardedFile(path, undefined);
  for (const proposal of proposals) {
    const content = contentOf(path, proposal);
    const text = typeof content === 'string' ? '' : textOf(path, content);
    const hunks = [{ start: 0, end: 0, text }];
    const reason = typeof content === 'string' ? content : objectionTo(file, { hunks, isBlock: true });
    if (reason !== undefined) refused.push(refuse(reason, proposal.raw, path));
    else fresh.push({ raw: proposal.raw, text });
  }
  const [first] = fresh;
  if (first === undefined) return { refused };
  const isTorn = fresh.some(({ text }) => text !== first.text);
  if (isTorn) return { refused: [...refused, ...fresh.map(({ raw }) => refuse('overlap', raw, path))] };
  return { edit: { kind: 'create', path, after: first.text }, refused };
}

/** Whether most of the lines that say something are lines of a text. */
function isStateOf(text: string | undefined, lines: readonly string[]): boolean {
  const known = new Set(linesOf(text ?? '').map((line) => line.trim()));
  const said = lines.filter((line) => isTelling(line));
  return said.filter((line) => known.has(line.trim())).length * 2 > said.length;
}

interface Content {
  readonly lines: readonly string[];
  /** The last line has no ending. */
  readonly unended?: boolean | undefined;
}

/** The lines a proposal gives for a file that does not exist yet; a reason where it gives none. */
function contentOf(path: string, proposal: Proposal): Content | RefusalReason {
  if (proposal.kind === 'create') return proposal;
  if (proposal.kind === 'block') {
    if (!proposal.closed) return 'cut-off';
    const isMeant = proposal.naming === 'strong' || proposal.isAnnounced === true;
    return isMeant && endsLikeFile(path) ? proposal : 'missing-file';
  }
  const only = proposal.kind === 'update' && proposal.hunks.length === 1 ? proposal.hunks[0] : undefined;
  const isFile = only?.old.every(isBlank) === true && !only.new.every(isBlank) && proposal.format !== 'v4a';
  return isFile ? { lines: only.new } : 'missing-file';
}

/** Dashes that a new file may have: there is none before it to say what its manners are. */
const DASHES = '\u2013\u2014\u2015';

function textOf(path: string, { lines, unended }: Content): string {
  const manners = { file: DASHES, path, substituted: new Set<string>() };
  const text = lines.map((line) => `${plainText(line, manners)}\n`).join('');
  const [whole] = straightQuotes(path, '', [{ start: 0, end: 0, text }]);
  return unended === true ? (whole?.text ?? text).slice(0, -1) : (whole?.text ?? text);
}
