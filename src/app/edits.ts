import { codeContext, editMessages, insertMessages, type Problem } from '../core/chat/editPrompts.ts';
import { replyText } from '../core/chat/callsAsText.ts';
import type { Asked } from '../core/chat/conversation.ts';
import type { Effort, Message, ModelReply } from '../core/chat/messages.ts';
import { placeInsertion } from '../core/edits/place.ts';
import { relocate } from '../core/edits/relocate.ts';
import { AssistantError, toAssistantError } from '../core/errors.ts';
import type { AskModel } from './askModel.ts';
import { askedAgain } from './asked.ts';
import type { Chat } from './chat.ts';
import type { About } from './planReply.ts';
import type { EditorPort, FilesPort, NotifierPort, SettingsPort, Target } from './ports.ts';
import type { Opened, Proposals } from './proposals.ts';
import { refusedWords } from './refusalMessages.ts';

export interface EditParts {
  readonly ask: AskModel;
  readonly editor: EditorPort;
  readonly files: FilesPort;
  readonly notifier: NotifierPort;
  readonly proposals: Proposals;
  readonly chat: Pick<Chat, 'record'>;
  readonly settings: SettingsPort;
}

/** What is done with a stretch of code. */
interface Job {
  readonly target: Target;
  readonly title: string;
  readonly instruction: string;
  readonly insert: boolean;
  readonly problems: readonly Problem[];
}

/** Kinds of edits whose instruction is known beforehand; one given by the user is added to it. */
export type PreparedKind = 'fix' | 'refactor' | 'document';

const prepared: Readonly<Record<PreparedKind, { readonly title: string; readonly instruction: string }>> = {
  fix: { title: 'Fix', instruction: 'Fix the problems listed, and what plainly causes them. Where none is listed, fix the bugs you are sure of.' },
  refactor: { title: 'Refactor', instruction: 'Make this code clearer and simpler. What it does and what other code calls stay the same.' },
  document: { title: 'Document', instruction: "Write documentation comments for this code in the language's usual form. Change nothing but comments." },
};

/** From a stretch of code and an instruction to a proposed edit that the user reviews. */
export class Edits {
  readonly #parts: EditParts;
  readonly #running = new Set<string>();

  constructor(parts: EditParts) {
    this.#parts = parts;
  }

  get busy(): boolean {
    return this.#running.size > 0;
  }

  /** Proposes a changed selection. Resolves when the review is open; asks for the instruction where none is given. */
  async edit(instruction?: string): Promise<void> {
    const target = await this.#parts.editor.target();
    const title = `Edit ${target.label} of ${target.document.path}`;
    await this.#begin({ target, title, insert: false, problems: [] }, instruction, 'What should change? For example: handle an empty list');
  }

  /** Proposes new code at the cursor. Resolves when the review is open. */
  async insert(instruction?: string): Promise<void> {
    const target = this.#parts.editor.cursor();
    const title = `Insert at ${target.label} of ${target.document.path}`;
    await this.#begin({ target, title, insert: true, problems: [] }, instruction, 'What should be written? For example: a function that parses a date');
  }

  /** An edit with a prepared instruction; `fix` sends the problems the editor shows on the code. */
  async prepared(kind: PreparedKind, added?: string): Promise<void> {
    const { editor } = this.#parts;
    const target = await editor.target();
    const problems = kind === 'fix' ? editor.problems(target) : [];
    const { title, instruction } = prepared[kind];
    const whole = added === undefined || added.trim() === '' ? instruction : `${instruction}\n${added.trim()}`;
    await this.#begin({ target, title: `${title} ${target.label} of ${target.document.path}`, insert: false, problems }, whole, '');
  }

  /** Puts code the user chose from a reply at the cursor, as one undo step. */
  async insertCode(code: string): Promise<void> {
    const { editor, files } = this.#parts;
    const { document, start } = editor.cursor();
    const hunk = placeInsertion(document, start, code);
    const taken = await files.change({ kind: 'change', uri: document.uri, expected: document.text, hunks: [hunk] });
    if (!taken) throw refused('The editor did not take the code. The file may be read-only.');
  }

  async #begin(job: Omit<Job, 'instruction'>, given: string | undefined, placeholder: string): Promise<void> {
    const { notifier, editor } = this.#parts;
    const { target, title } = job;
    const place = `${target.document.uri}#${target.start}-${target.end}`;
    if (this.#running.has(place)) {
      notifier.info(`gpt-oss is already at work on ${target.label} of ${target.document.path}.`);
      return;
    }
    this.#running.add(place);
    const mark = editor.highlight(target);
    try {
      const prompt = `${target.document.path}: the proposal is shown for review before it counts.`;
      const instruction = given ?? (await notifier.ask({ title, prompt, placeholder }));
      if (instruction === undefined || instruction.trim() === '') return;
      await this.#run({ ...job, instruction: instruction.trim() });
    } finally {
      mark.dispose();
      this.#running.delete(place);
    }
  }

  async #run(job: Job, asked: Asked = {}): Promise<void> {
    try {
      const reply = await this.#parts.ask.ask(job.title, (effort) => messagesFor(job, effort), asked);
      await this.#propose(job, reply);
    } catch (thrown) {
      const error = toAssistantError(thrown);
      error.retry ??= (change = {}) => this.#run(job, askedAgain(asked, change, this.#parts.settings));
      throw error;
    }
  }

  async #propose(job: Job, reply: ModelReply): Promise<void> {
    const { proposals, notifier, chat, settings } = this.#parts;
    const asked = messagesFor(job, settings.effort);
    const opened = await proposals.open({ reply: replyText(reply), about: await this.#aboutNow(job), asked });
    if (opened.files.length > 0) {
      proposals.tell(opened);
      return;
    }
    if (changesNothing(opened)) {
      notifier.info(`Nothing to change in ${job.target.document.path}: the reply is the code as it stands.`);
      return;
    }
    // The reply stays at hand, even where nothing of it can be used.
    await chat.record({ text: job.instruction, attachments: [] }, reply);
    if (opened.refused.every(({ reason }) => reason === 'no-edit')) throw new AssistantError('noCode');
    throw refusedError(opened, (again) => proposals.tell(again));
  }

  /** The stretch where it is now: the user may have gone on typing while the model was at work. */
  async #aboutNow({ target, insert }: Job): Promise<About> {
    const { document, start, end } = target;
    const text = await this.#parts.files.read(document.uri);
    if (text === undefined) throw refused('The file was closed or deleted while the model was at work, so the edit has no place to go.');
    const [place] = relocate([{ start, end, text: '' }], document.text, text) ?? [];
    if (place === undefined) throw refused('The code was changed while the model was at work, so the edit was not placed. Run the command again.');
    const { uri, path, languageId, tabSize, insertSpaces } = document;
    const about = { uri, path, text, languageId, start: place.start, end: place.end };
    return insert ? { ...about, insert: { tabSize, insertSpaces } } : about;
  }
}

function messagesFor({ target, instruction, insert, problems }: Job, effort: Effort): Message[] {
  const context = codeContext(target.document, target.start, target.end);
  return insert ? insertMessages(context, instruction, effort) : editMessages(context, instruction, effort, problems);
}

function changesNothing({ refused: parts }: Opened): boolean {
  return parts.every(({ reason }) => reason === 'nothing-to-change' || reason === 'already-applied');
}

/** Trying again means to ask for what did not fit; where that cannot help, to ask the whole question anew. */
function refusedError({ refused: parts, repair }: Opened, tell: (opened: Opened) => void): AssistantError {
  const error = refused(refusedWords(parts, false));
  if (repair !== undefined) error.retry = async () => tell(await repair());
  return error;
}

function refused(said: string): AssistantError {
  return new AssistantError('editRefused', { said });
}
