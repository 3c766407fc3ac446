import { replyText } from '../../core/chat/prompts/callsAsText.ts';
import type { Answered } from '../../core/chat/prompts/answeredWith.ts';
import { repairMessages } from '../../core/chat/prompts/editPrompts.ts';
import type { Message } from '../../core/chat/messages.ts';
import { fence } from '../../core/chat/prompts/prompts.ts';
import type { ParsedReply } from '../../core/edits/formats/parseReply.ts';
import type { GivenBlock } from '../../core/edits/formats/fencedBlock.ts';
import { AssistantError } from '../../core/errors.ts';
import type { AskModel } from '../chat/askModel.ts';
import type { About } from './about.ts';
import type { PlannedReply, ReplyJob } from './planReply.ts';
import type { FilesPort, NotifierPort, RefusedPart, ReviewPort } from '../ports.ts';
import { refusalMessages, refusedWords } from './refusalMessages.ts';
import type { Reviews } from './reviews.ts';

/** The edit engine, loaded with the first reply that is to become an edit: starting the editor does not pay for it. */
const engine = () => import('./planReply.ts');

export interface ProposalParts {
  readonly files: FilesPort;
  readonly reviews: Reviews;
  readonly review: ReviewPort;
  readonly notifier: NotifierPort;
  readonly ask: AskModel;
}

/** What became of a reply: files with open reviews, and the parts that did not become edits. */
export interface Opened {
  readonly files: readonly { readonly uri: string; readonly hunks: number }[];
  readonly refused: readonly RefusedPart[];
  /** Sends what was refused back to the model, once, and opens what comes; absent where that cannot help. */
  readonly repair?: () => Promise<Opened>;
}

/** A reply and where it comes from. */
export interface Source {
  /** Its text, or one block of code of it. */
  readonly reply: string | GivenBlock;
  readonly about?: About;
  /** The file meant where the reply is one block of code and names none; it may be a new one. */
  readonly path?: string;
  /** What was asked, as far as it is known. */
  readonly asked?: readonly Message[];
  /** The whole reply, where only a block of it is to be applied. */
  readonly whole?: string;
  /** The reply is itself the second try. */
  readonly repaired?: boolean;
}

/** A reply the user wants applied: from the clipboard, the chat or another extension. */
export interface ReplyToApply {
  readonly text: string;
  /** The file meant where the reply names none. */
  readonly uri?: string;
}

/** Turns replies into open reviews. */
export class Proposals {
  readonly #parts: ProposalParts;

  constructor(parts: ProposalParts) {
    this.#parts = parts;
  }

  /** Opens reviews for what fits and says what does not. `active` is the file meant where nothing names one. */
  applyReply({ text, uri }: ReplyToApply, active?: string): Promise<Opened> {
    return this.#apply(text, uri ?? active);
  }

  /** The same for one block of code of a reply, with what its fence says of it and the file it is for. */
  applyCode(block: GivenBlock, active?: string, answered?: Answered): Promise<Opened> {
    return this.#apply(block, active, answered);
  }

  async #apply(reply: Source['reply'], address: string | undefined, answered?: Answered): Promise<Opened> {
    const about = address === undefined ? undefined : await this.#aboutFile(address);
    const known = answered === undefined ? {} : { asked: answered.asked, whole: answered.reply };
    const opened = await this.open({ reply, ...known, ...(about === undefined ? {} : { about }) });
    this.tell(opened);
    return opened;
  }

  /** Plans a reply and opens reviews of what could be placed. Throws `cancelled` where the user stops the search. */
  async open(source: Source): Promise<Opened> {
    const planned = await this.#plan(source);
    const { reviews, refused } = planned;
    await this.#parts.reviews.add(reviews);
    if (reviews.length > 0) await this.#parts.review.show(reviews.map(({ uri }) => uri));
    const repair = this.#repair(planned, source);
    const files = reviews.map(({ uri, hunks }) => ({ uri, hunks: hunks.length }));
    return { files, refused, ...(repair === undefined ? {} : { repair }) };
  }

  /** Plans a reply; where new code may go to either of two places of a file, the user is asked which. */
  async #plan({ reply, path, about }: Source): Promise<PlannedReply> {
    const { parsedOf } = await engine();
    const parsed = parsedOf(reply, path);
    const planned = await this.#planParsed(parsed, { about });
    const appendAt = new Map<string, number>();
    for (const open of planned.refused.filter(({ reason }) => reason === 'several-places')) {
      const line = await this.#choosePlace(open);
      if (open.path !== undefined && line !== undefined) appendAt.set(open.path, line - 1);
    }
    return appendAt.size > 0 ? this.#planParsed(parsed, { about, appendAt }) : planned;
  }

  /** The search for a few files is over at once; that for many shows itself and can be cancelled. */
  async #planParsed(parsed: ParsedReply, known: Pick<ReplyJob, 'about' | 'appendAt'>): Promise<PlannedReply> {
    const { planReply, namesManyFiles } = await engine();
    const { files, notifier } = this.#parts;
    const plan = (signal: AbortSignal) => planReply(parsed, { files, signal, ...known });
    if (!namesManyFiles(parsed)) return plan(new AbortController().signal);
    return notifier.progress('Looking for the files of the reply', plan);
  }

  /** The line, counted from 1, that new code is to go above; undefined where the user does not say. */
  async #choosePlace({ path, candidates = [] }: RefusedPart): Promise<number | undefined> {
    const file = path === undefined ? undefined : await this.#parts.files.find(path, true);
    if (file?.kind !== 'file' || candidates.length < 2) return undefined;
    const lines = file.text.split(/\r?\n/);
    const entries = candidates.map(({ line }) => {
      const above = lines.slice(0, line - 1).findLast((one) => one.trim() !== '') ?? '';
      return { label: `Above line ${line}`, description: `below ${above.trim()}` };
    });
    const title = `Where in ${file.path}?`;
    const chosen = await this.#parts.notifier.choose({ title, placeholder: 'Both places fit the new code', entries });
    return chosen === undefined ? undefined : candidates[chosen]?.line;
  }

  /** Says what was refused, with a way to see it and to have it mended. Does not wait for an answer. */
  tell({ files, refused, repair }: Opened): void {
    if (refused.length === 0) return;
    const mend = { label: 'Ask Again', run: async () => this.tell((await repair?.()) ?? { files, refused: [] }) };
    const show = { label: 'Show', run: () => this.#parts.review.showRefused(refused) };
    this.#parts.notifier.offer(refusedWords(refused, files.length > 0), repair === undefined ? [show] : [mend, show]);
  }

  #repair(planned: PlannedReply, { reply, whole, about, asked = [], repaired }: Source): Opened['repair'] {
    const prompt = repaired === true ? undefined : planned.repairPrompt;
    if (prompt === undefined) return undefined;
    return async () => {
      const mended = await this.#parts.ask.ask('Ask again for what did not fit', (effort) => {
        const said = whole ?? (typeof reply === 'string' ? reply : fence(reply.code, reply.info));
        return repairMessages(asked, said, prompt, effort);
      });
      // It comes as a patch, so the selection of the first question says nothing about it.
      const file = about === undefined ? {} : { about: await this.#aboutFile(about.uri) };
      return this.open({ reply: replyText(mended), repaired: true, ...file });
    };
  }

  async #aboutFile(uri: string): Promise<About> {
    const file = await this.#parts.files.at(uri);
    if (file.kind === 'file') return file;
    const said =
      file.kind === 'refused' ? refusalMessages[file.reason] : 'The file is gone, so the edit has no place to go.';
    throw new AssistantError('editRefused', { said });
  }
}
