import {
  type CodeContext,
  codeContext,
  editMessages,
  insertMessages,
  type Problem,
  testMessages,
} from '../../core/chat/prompts/editPrompts.ts';
import { replyText } from '../../core/chat/prompts/callsAsText.ts';
import type { Asked, Attachment } from '../../core/chat/conversation.ts';
import type { Effort, Message, ModelReply } from '../../core/chat/messages.ts';
import { insertAtCursor } from '../../core/edits/placing/atCursor.ts';
import { relocate } from '../../core/edits/text/relocate.ts';
import { AssistantError, isCancelled, toAssistantError } from '../../core/errors.ts';
import type { AskModel } from '../chat/askModel.ts';
import { askedAgain } from '../chat/asked.ts';
import type { Chat } from '../chat/chat.ts';
import { attachmentOf } from '../context/attachment.ts';
import type { About } from './about.ts';
import type { EditorPort, FilesPort, NotifierPort, SettingsPort, Target } from '../ports.ts';
import type { Opened, Proposals } from './proposals.ts';
import { refusedWords } from './refusalMessages.ts';
import { testContext } from './testJob.ts';

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
  readonly messages: (instruction: string, effort: Effort) => Message[];
  /** What the reply is about by the time it comes; undefined where it names its files itself. */
  readonly about: () => Promise<About | undefined>;
  /** The file a reply without any path is for. */
  readonly path?: string;
}

/** Kinds of edits whose instruction is known beforehand; one given by the user is added to it. */
export type PreparedKind = 'fix' | 'refactor' | 'document';

const prepared: Readonly<Record<PreparedKind, { readonly title: string; readonly instruction: string }>> = {
  fix: {
    title: 'Fix',
    instruction:
      'Fix the problems listed, and what plainly causes them. Where none is listed, fix the bugs you are sure of.',
  },
  refactor: {
    title: 'Refactor',
    instruction: 'Make this code clearer and simpler. What it does and what other code calls stay the same.',
  },
  document: {
    title: 'Document',
    instruction:
      "Write documentation comments for this code in the language's usual form. Change nothing but comments.",
  },
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
    await this.#edit(await this.#parts.editor.target(), 'Edit', instruction);
  }

  /** Proposes new code at the cursor. Resolves when the review is open. */
  async insert(instruction?: string): Promise<void> {
    const target = this.#parts.editor.cursor();
    const { tabSize, insertSpaces } = target.document;
    const messages = (text: string, effort: Effort): Message[] => insertMessages(contextOf(target), text, effort);
    const about = async (): Promise<About> => ({
      ...(await this.#aboutNow(target)),
      insert: { tabSize, insertSpaces },
    });
    const job = { target, title: titleOf('Insert at', target), messages, about };
    await this.#begin(job, instruction, 'What should be written? For example: a function that parses a date');
  }

  /** An edit with a prepared instruction; `fix` sends the problems the editor shows on the code. */
  async prepared(kind: PreparedKind, added?: string): Promise<void> {
    const { editor } = this.#parts;
    const target = await editor.target();
    const { title, instruction } = prepared[kind];
    await this.#edit(target, title, withAdded(instruction, added), kind === 'fix' ? editor.problems(target) : []);
  }

  /** Proposes tests for the target, in the test file it has or in a new one where the project would put it. */
  async writeTests(added?: string): Promise<void> {
    const { editor, files } = this.#parts;
    const target = await editor.target();
    const context = await testContext(target, files);
    const messages = (text: string, effort: Effort): Message[] => testMessages(context, text, effort);
    const job = {
      target,
      title: titleOf('Write tests for', target),
      messages,
      about: () => Promise.resolve(undefined),
      path: context.path,
    };
    await this.#begin(job, withAdded('Write tests for this code: what it should do, and its edge cases.', added), '');
  }

  /** Puts code the user chose from a reply at the cursor, as one undo step. */
  async insertCode(code: string): Promise<void> {
    const { editor, files } = this.#parts;
    const { document, start } = editor.cursor();
    const hunk = insertAtCursor(document, start, code);
    const taken = await files.change({ kind: 'change', uri: document.uri, expected: document.text, hunks: [hunk] });
    if (!taken) throw refused('The editor did not take the code. The file may be read-only.');
  }

  async #edit(
    target: Target,
    title: string,
    instruction: string | undefined,
    problems: readonly Problem[] = [],
  ): Promise<void> {
    const messages = (text: string, effort: Effort): Message[] =>
      editMessages(contextOf(target), text, effort, problems);
    const job = { target, title: titleOf(title, target), messages, about: () => this.#aboutNow(target) };
    await this.#begin(job, instruction, 'What should change? For example: handle an empty list');
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
      let sent: readonly Message[] = [];
      const write = (effort: Effort): Message[] => {
        const messages = job.messages(job.instruction, effort);
        sent = messages;
        return messages;
      };
      const question = { text: job.instruction, attachments: attachedTo(job.target) };
      const reply = await this.#parts.ask.ask(job.title, write, asked, question);
      await this.#propose(job, reply, sent);
    } catch (thrown) {
      const error = toAssistantError(thrown);
      error.retry ??= (change = {}) => this.#run(job, askedAgain(asked, change, this.#parts.settings));
      throw error;
    }
  }

  async #propose(job: Job, reply: ModelReply, asked: readonly Message[]): Promise<void> {
    const { proposals, notifier, chat } = this.#parts;
    const about = await job.about();
    const known = { ...(about === undefined ? {} : { about }), ...(job.path === undefined ? {} : { path: job.path }) };
    // The reply stays at hand, even where nothing of it can be used.
    const keep = () => chat.record({ text: job.instruction, attachments: [] }, reply);
    const opened = await proposals.open({ reply: replyText(reply), asked, ...known }).catch(async (thrown: unknown) => {
      if (isCancelled(thrown)) await keep();
      throw thrown;
    });
    if (opened.files.length > 0) {
      proposals.tell(opened);
      return;
    }
    if (changesNothing(opened)) {
      notifier.info(`Nothing to change in ${job.target.document.path}: the reply is the code as it stands.`);
      return;
    }
    await keep();
    if (opened.refused.every(({ reason }) => reason === 'no-edit')) throw new AssistantError('noCode');
    throw refusedError(opened, (again) => proposals.tell(again));
  }

  /** The stretch where it is now: the user may have gone on typing while the model was at work. */
  async #aboutNow({ document, start, end }: Target): Promise<About> {
    const text = await this.#parts.files.read(document.uri);
    if (text === undefined)
      throw refused('The file was closed or deleted while the model was at work, so the edit has no place to go.');
    const [place] = relocate([{ start, end, text: '' }], document.text, text) ?? [];
    if (place === undefined)
      throw refused(
        'The code was changed while the model was at work, so the edit was not placed. Run the command again.',
      );
    const { uri, path, languageId } = document;
    return { uri, path, text, languageId, start: place.start, end: place.end };
  }
}

function contextOf({ document, start, end }: Target): CodeContext {
  return codeContext(document, start, end);
}

/** The code a question is about; a cursor has none. */
function attachedTo(target: Target): Attachment[] {
  return target.start === target.end ? [] : [attachmentOf(target)];
}

function titleOf(verb: string, { label, document }: Target): string {
  return `${verb} ${label} of ${document.path}`;
}

function withAdded(instruction: string, added: string | undefined): string {
  return added === undefined || added.trim() === '' ? instruction : `${instruction}\n${added.trim()}`;
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
