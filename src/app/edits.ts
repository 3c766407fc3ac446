import type { Asked } from '../core/chat/conversation.ts';
import type { ModelReply } from '../core/chat/messages.ts';
import { codeContext, editMessages, insertMessages } from '../core/chat/prompts.ts';
import { diffLines } from '../core/edits/diffLines.ts';
import { extractCode } from '../core/edits/extractCode.ts';
import { applyHunks, type TextHunk } from '../core/edits/hunks.ts';
import { placeInsertion, placeReplacement } from '../core/edits/place.ts';
import { relocate } from '../core/edits/relocate.ts';
import { AssistantError, toAssistantError } from '../core/errors.ts';
import { askedAgain } from './asked.ts';
import type { Chat } from './chat.ts';
import type { Keys } from './keys.ts';
import type { DocumentSnapshot, EditorPort, ModelPort, NotifierPort, ReviewPort, SettingsPort, Target } from './ports.ts';

export interface EditParts {
  readonly model: ModelPort;
  readonly editor: EditorPort;
  readonly review: ReviewPort;
  readonly notifier: NotifierPort;
  readonly keys: Keys;
  readonly chat: Pick<Chat, 'record'>;
  readonly settings: SettingsPort;
}

/** A proposed edit that waits for the user: hunks on the text they were planned on. */
interface Proposal {
  readonly before: string;
  readonly hunks: readonly TextHunk[];
}

interface Job {
  readonly kind: 'edit' | 'insert';
  readonly target: Target;
  readonly instruction: string;
}

/** From a stretch of code and an instruction to a proposed edit that the user accepts or rejects. */
export class Edits {
  readonly #parts: EditParts;
  readonly #running = new Map<string, AbortController>();
  readonly #proposals = new Map<string, Proposal>();

  constructor(parts: EditParts) {
    this.#parts = parts;
  }

  get busy(): boolean {
    return this.#running.size > 0;
  }

  /** Documents with a proposal open. */
  get open(): readonly string[] {
    return [...this.#proposals.keys()];
  }

  /** Proposes a changed selection. Resolves when the review is open; asks for the instruction where none is given. */
  async edit(instruction?: string): Promise<void> {
    const target = await this.#parts.editor.target();
    const title = `Edit ${target.label} of ${target.document.path}`;
    await this.#begin('edit', target, instruction, title, 'What should change? For example: handle an empty list');
  }

  /** Proposes new code at the cursor. Resolves when the review is open. */
  async insert(instruction?: string): Promise<void> {
    const target = this.#parts.editor.cursor();
    const title = `Insert at ${target.label} of ${target.document.path}`;
    await this.#begin('insert', target, instruction, title, 'What should be written? For example: a function that parses a date');
  }

  /** Puts code the user chose from a reply at the cursor, as one undo step. */
  async insertCode(code: string): Promise<void> {
    const { editor } = this.#parts;
    const { document, start } = editor.cursor();
    const hunk = placeInsertion(document, start, code);
    if (!(await editor.apply(document.uri, document.text, [hunk]))) throw refused('The editor did not take the code. The file may be read-only.');
  }

  stop(): void {
    for (const controller of this.#running.values()) controller.abort();
  }

  /** Puts the proposal into the document as one undo step. Throws `editRefused` when it does not fit any more. */
  async accept(uri: string): Promise<{ readonly applied: number; readonly refused: number }> {
    const proposal = this.#proposals.get(uri);
    if (proposal === undefined) return { applied: 0, refused: 0 };
    const { editor, review } = this.#parts;
    const now = await editor.read(uri);
    if (now === undefined) throw refused('The file is gone, so the edit could not be applied. It is still shown in the diff.');
    const hunks = relocate(proposal.hunks, proposal.before, now);
    if (hunks === undefined) throw refused('These lines changed since the edit was proposed, so it was not applied. It is still shown in the diff.');
    if (!(await editor.apply(uri, now, hunks))) throw refused('The editor did not take the edit. The file may be read-only.');
    this.#proposals.delete(uri);
    await review.close(uri);
    return { applied: hunks.length, refused: 0 };
  }

  /** Takes the proposal away; the document was never touched. */
  async reject(uri: string): Promise<void> {
    this.#proposals.delete(uri);
    await this.#parts.review.close(uri);
  }

  /** The review was closed by hand: as a rejection. */
  forget(uri: string): void {
    this.#proposals.delete(uri);
  }

  async #begin(kind: Job['kind'], target: Target, given: string | undefined, title: string, placeholder: string): Promise<void> {
    const { notifier } = this.#parts;
    const place = `${target.document.uri}#${target.start}-${target.end}`;
    if (this.#running.has(place)) {
      notifier.info(`gpt-oss is already at work on ${target.label} of ${target.document.path}.`);
      return;
    }
    const controller = new AbortController();
    this.#running.set(place, controller);
    const mark = this.#parts.editor.highlight(target);
    try {
      const instruction = given ?? (await notifier.ask({ title, prompt: `${target.document.path}: the proposal is shown as a diff before it counts.`, placeholder }));
      if (instruction === undefined || instruction.trim() === '') return;
      await this.#run({ kind, target, instruction: instruction.trim() }, title, controller.signal);
    } finally {
      mark.dispose();
      this.#running.delete(place);
    }
  }

  async #run(job: Job, title: string, stop: AbortSignal, asked: Asked = {}): Promise<void> {
    try {
      await this.#parts.keys.ensure(`An API key is needed to ${job.kind} code.`);
      const reply = await this.#askModel(job, title, stop, asked);
      await this.#propose(job, reply);
    } catch (thrown) {
      const error = toAssistantError(thrown);
      error.retry ??= (change = {}) => this.#run(job, title, new AbortController().signal, askedAgain(asked, change, this.#parts.settings));
      throw error;
    }
  }

  #askModel(job: Job, title: string, stop: AbortSignal, { maxTokens, effort = this.#parts.settings.effort }: Asked): Promise<ModelReply> {
    const { model, notifier } = this.#parts;
    const { document, start, end } = job.target;
    const context = codeContext(document, start, end);
    const messages = (job.kind === 'edit' ? editMessages : insertMessages)(context, job.instruction, effort);
    return notifier.progress(title, (cancel, report) =>
      model.complete(
        { messages, effort, ...(maxTokens === undefined ? {} : { maxTokens }) },
        {
          signal: AbortSignal.any([cancel, stop]),
          onRetry: ({ attempt, waitMs }) => report(`try ${attempt} in ${Math.ceil(waitMs / 1000)} s`),
        },
      ),
    );
  }

  async #propose(job: Job, reply: ModelReply): Promise<void> {
    if (reply.finish === 'length') throw new AssistantError('lengthLimit');
    if (reply.finish === 'cutOff') throw new AssistantError('cutOff');
    const { document } = job.target;
    const code = extractCode(reply.text, document.languageId);
    if (code === undefined) {
      await this.#parts.chat.record({ text: job.instruction, attachments: [] }, reply);
      throw new AssistantError('noCode');
    }
    const planned = place(job, code);
    const before = await this.#parts.editor.read(document.uri);
    if (before === undefined) throw refused('The file was closed or deleted while the model was at work, so the edit has no place to go.');
    const hunks = relocate([planned], document.text, before);
    if (hunks === undefined) throw refused('The code was changed while the model was at work, so the edit was not placed. Run the command again.');
    await this.#show(document, before, applyHunks(before, hunks));
  }

  async #show(document: DocumentSnapshot, before: string, after: string): Promise<void> {
    if (before === after) {
      this.#parts.notifier.info(`Nothing to change in ${document.path}: the reply is the code as it stands.`);
      return;
    }
    const { uri, path } = document;
    this.#proposals.set(uri, { before, hunks: diffLines(before, after) });
    await this.#parts.review.show({ uri, path, before, after });
  }
}

function place({ kind, target }: Job, code: string): TextHunk {
  const { document, start, end } = target;
  return kind === 'edit' ? placeReplacement(document, start, end, code) : placeInsertion(document, start, code);
}

function refused(said: string): AssistantError {
  return new AssistantError('editRefused', { said });
}
