import * as vscode from 'vscode';
import type { Chat, Question } from '../../app/chat/chat.ts';
import type { Context } from '../../app/context/context.ts';
import type { Edits } from '../../app/edits/edits.ts';
import type { ChatAnswer } from '../../app/chat/exchange.ts';
import type { EditorPort, NotifierPort, Target } from '../../app/ports.ts';
import type { Proposals } from '../../app/edits/proposals.ts';
import type { AskArgument, ExplainArgument } from '../../contributions.ts';
import type { Attachment } from '../../core/chat/conversation.ts';
import { languageOf } from '../../core/edits/text/languages.ts';
import { explainProblemsText, explainText } from '../../core/chat/prompts/prompts.ts';
import { isBrokenCode } from '../../core/chat/brokenCode.ts';
import { answeredWith } from '../../core/chat/prompts/answeredWith.ts';
import { placeOf } from '../../core/chat/place.ts';
import { AssistantError, type Remedy } from '../../core/errors.ts';
import type { HostMessage, ViewMessage } from '../../protocol/messages.ts';
import { attachmentOf } from '../../app/context/attachment.ts';
import { slashCommand, type SlashName } from '../../protocol/slashCommands.ts';
import { codeRef, type ContextCommands } from './contextCommands.ts';
import type { ErrorSeam, Remedies } from '../messages/errorSeam.ts';
import { activeFile } from '../review/reviewDocs.ts';
import type { Terminals } from '../editor/terminal.ts';
import { newDocument, openReference } from '../editor/workspaceFiles.ts';
import type { SessionCommands } from './sessionCommands.ts';
import type { TextPages } from '../messages/textPages.ts';

export interface ChatCommandParts {
  readonly chat: Chat;
  readonly context: Context;
  readonly contextCommands: ContextCommands;
  readonly sessionCommands: SessionCommands;
  readonly pages: TextPages;
  readonly edits: Edits;
  readonly proposals: Proposals;
  readonly terminals: Terminals;
  readonly editor: EditorPort;
  readonly notifier: NotifierPort;
  readonly errors: ErrorSeam;
  readonly remedies: Remedies;
  readonly openView: () => Promise<void>;
  readonly showRequest: (question: Question) => Promise<void>;
  /** Tells the view something; false where there is no view to hear it. */
  readonly askView: (message: HostMessage) => boolean;
}

/** What the user asks of the chat, by a command or in the view. */
export class ChatCommands {
  readonly #parts: ChatCommandParts;

  constructor(parts: ChatCommandParts) {
    this.#parts = parts;
  }

  /** Asks in the chat. A failure is shown there, in place, so nothing is thrown for it. */
  async ask({ prompt, attachSelection = true }: AskArgument): Promise<ChatAnswer | undefined> {
    const { editor, notifier, openView } = this.#parts;
    const selection = attachSelection ? editor.selection() : undefined;
    const title = selection === undefined ? 'Ask' : `Ask about ${selection.label} of ${selection.document.path}`;
    const text = prompt ?? (await notifier.ask({ title, prompt: 'The answer comes in the chat.' }));
    if (text === undefined || text.trim() === '') return undefined;
    await openView();
    return this.#send(text.trim(), attached(selection));
  }

  /** Explains the code meant, or the problems given with it. */
  async explain({ problems = [] }: ExplainArgument = {}): Promise<ChatAnswer | undefined> {
    const target = await this.#parts.editor.target();
    if (problems.length > 0) {
      await this.#parts.openView();
      return this.#send(explainProblemsText(problems), attached(target));
    }
    if (this.#underWay(target)) {
      this.#parts.notifier.info(`gpt-oss is already explaining ${target.label} of ${target.document.path}.`);
      return undefined;
    }
    await this.#parts.openView();
    return this.#send(explainText, attached(target));
  }

  /** Shows what the next message sends. What is being written is known to the view alone, so it is asked. */
  async showRequest({ prompt, attachSelection = true }: AskArgument): Promise<void> {
    if (prompt !== undefined || !this.#parts.askView({ type: 'showRequest' }))
      await this.#showRequest(prompt ?? '', attachSelection);
  }

  /** Carries out what the user did in the view. */
  act(message: ViewMessage): void {
    void this.#parts.errors.guard(() => this.#act(message));
  }

  async #act(message: ViewMessage): Promise<unknown> {
    const { chat, edits, proposals } = this.#parts;
    switch (message.type) {
      case 'ready':
      case 'findFiles':
        return undefined;
      case 'send':
        return this.#sendWithContext(message.text, message.attachSelection);
      case 'showRequest':
        return this.#showRequest(message.text, message.attachSelection);
      case 'stop':
        chat.stop();
        return undefined;
      case 'newChat':
        return chat.newChat();
      case 'editTurn':
        return this.#shownInPlace(() => chat.edit(message.turnId, message.text.trim()));
      case 'showChats':
      case 'openChat':
      case 'copyTurn':
      case 'removeTurn':
      case 'chooseBranch':
        return this.#parts.sessionCommands.act(message);
      case 'pickFile':
        return vscode.commands.executeCommand(pickFileCommand());
      case 'openFolder':
        return vscode.commands.executeCommand('workbench.action.files.openFolder');
      case 'copy':
        return vscode.env.clipboard.writeText(message.code);
      case 'insert':
        return edits.insertCode(message.code);
      case 'apply':
        if (!(await this.#mayApply(message.code))) return undefined;
        return proposals.applyCode(message, activeFile(), answeredWith(this.#parts.chat.conversation, message.code));
      case 'newFile':
        return newDocument(message.code, languageOf(message.info), message.path);
      case 'runInTerminal':
        return this.#parts.terminals.put(message.code, languageOf(message.info));
      case 'openFile':
        return openReference(message);
      case 'openAttachment':
        return this.#openAttachment(message.turnId, message.index);
      case 'remedy':
        return this.#mend(message.turnId, message.remedy);
      case 'run':
        return this.#run(message.name, message.words);
      default:
        return this.#parts.contextCommands.act(message);
    }
  }

  /** Half of a block is applied only where the user says so. */
  async #mayApply(code: string): Promise<boolean> {
    const { chat, notifier } = this.#parts;
    if (!isBrokenCode(chat.conversation.turns, code)) return true;
    return notifier.confirm(
      'The reply broke off inside this code, so the rest of it is missing. ' +
        'Continue the reply first, or apply what came.',
      'Apply What Came',
    );
  }

  async #send(
    text: string,
    attachments: readonly Attachment[],
    onTaken?: () => void,
  ): Promise<ChatAnswer | undefined> {
    let isTaken = false;
    const taken = (): void => {
      isTaken = true;
      onTaken?.();
    };
    const asked = this.#parts.chat.ask({ text, attachments }, taken);
    // What never became part of the chat is not shown there.
    return this.#shownInPlace(() => asked, () => isTaken);
  }

  /** Sends what was written with what was put beside it. Where one cannot be read, the words stay in the composer. */
  async #sendWithContext(text: string, attachSelection: boolean): Promise<ChatAnswer | undefined> {
    const question = await this.#question(text, attachSelection);
    if (question === undefined) return undefined;
    return this.#send(question.text, question.attachments, () => this.#parts.context.clear());
  }

  /** What would be sent now, read now; undefined where something cannot be read, which the composer says. */
  async #question(text: string, attachSelection: boolean): Promise<Question | undefined> {
    const { chat, context, editor } = this.#parts;
    await chat.load();
    const { id } = chat.conversation;
    const selection = attachSelection ? editor.selection() : undefined;
    const selected = selection !== undefined && context.holds(codeRef(selection)) ? [] : attached(selection);
    const added = await this.#readContext();
    // Another chat was opened meanwhile: the words stay behind, as a draft of the one they were meant for.
    if (added === undefined || chat.conversation.id !== id) return undefined;
    return { text, attachments: [...selected, ...added] };
  }

  async #showRequest(text: string, attachSelection: boolean): Promise<void> {
    const question = await this.#question(text, attachSelection);
    if (question !== undefined) await this.#parts.showRequest(question);
  }

  async #readContext(): Promise<readonly Attachment[] | undefined> {
    try {
      return await this.#parts.context.attachments();
    } catch (thrown) {
      // The composer says why, beside the chip.
      if (thrown instanceof AssistantError && thrown.reason === 'notAttached') return undefined;
      throw thrown;
    }
  }

  async #run(name: SlashName, words: string): Promise<unknown> {
    const slash = slashCommand(name);
    if (slash === undefined) return undefined;
    const instruction = slash.takesWords && words !== '' ? { instruction: words } : undefined;
    return vscode.commands.executeCommand(slash.command, instruction);
  }

  /** The chat shows the failures of its own replies; throwing them on would show them twice. */
  async #shownInPlace<T>(work: () => Promise<T>, isShown = (): boolean => true): Promise<T | undefined> {
    try {
      return await work();
    } catch (thrown) {
      if (!isShown()) throw thrown;
      this.#parts.errors.record(thrown);
      return undefined;
    }
  }

  async #mend(turnId: string, remedy: Remedy): Promise<void> {
    const { chat, remedies } = this.#parts;
    if (remedy === 'continue') await this.#shownInPlace(() => chat.continue(turnId));
    else await remedies.run(remedy, (change) => this.#shownInPlace(() => chat.retry(turnId, change)));
  }

  #underWay(target: Target): boolean {
    const { chat } = this.#parts;
    return chat.pendingQuestions().some(({ text, attachments: [first] }) => {
      return text === explainText && first !== undefined && sameStretch(first, target);
    });
  }

  async #openAttachment(turnId: string, index: number): Promise<void> {
    const turn = this.#parts.chat.conversation.turns.find(({ id }) => id === turnId);
    const attachment = turn?.role === 'user' ? turn.attachments[index] : undefined;
    if (attachment === undefined) return;
    if (attachment.origin === 'folder') {
      await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.parse(attachment.uri));
      return;
    }
    if (isText(attachment)) {
      const { code, languageId } = attachment;
      return this.#parts.pages.show(placeOf(attachment), code, languageId || 'plaintext');
    }
    const selection = new vscode.Range(attachment.firstLine - 1, 0, attachment.lastLine, 0);
    await vscode.window.showTextDocument(vscode.Uri.parse(attachment.uri), { selection });
  }
}

function pickFileCommand(): string {
  const hasFolder = vscode.workspace.workspaceFolders !== undefined;
  return hasFolder ? 'workbench.action.quickOpen' : 'workbench.action.files.openFile';
}

function attached(target: Target | undefined): Attachment[] {
  return target === undefined ? [] : [attachmentOf(target)];
}

/** What is no part of a file can only be shown as it was sent. */
function isText({ origin }: Attachment): boolean {
  return origin === 'problems' || origin === 'changes' || origin === 'terminal';
}

function sameStretch(attachment: Attachment, target: Target): boolean {
  const { uri, firstLine, lastLine } = attachmentOf(target);
  return attachment.uri === uri && attachment.firstLine === firstLine && attachment.lastLine === lastLine;
}
