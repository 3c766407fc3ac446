import * as vscode from 'vscode';
import { AskModel } from './app/chat/askModel.ts';
import { BudgetedModel } from './app/model/budgetedModel.ts';
import { beyondDocumented } from './app/model/capabilities.ts';
import { Chat } from './app/chat/chat.ts';
import { Context } from './app/context/context.ts';
import { Edits } from './app/edits/edits.ts';
import { Keys } from './app/model/keys.ts';
import { Proposals } from './app/edits/proposals.ts';
import { Sessions } from './app/chat/sessions.ts';
import { clientOnDemand } from './client/clientOnDemand.ts';
import { createPreview } from './client/wire/preview.ts';
import { createTokenCounter } from './client/tokens/tokenCounter.ts';
import type { ClientConfig } from './client/wire/config.ts';
import { contextKeys, defaultSettings } from './contributions.ts';
import { estimateTokens } from './core/chat/request/tokens.ts';
import type { ChatSummary } from './core/chat/summary.ts';
import { DisposableStore } from './core/lifetime.ts';
import { capabilityMemory } from './host/settings/capabilityMemory.ts';
import { type ChatCommandParts, ChatCommands } from './host/commands/chatCommands.ts';
import { ChatView } from './host/chat/chatView.ts';
import { addArgument, askArgument, chatArgument, explainArgument, fileArgument, type Handlers, instructionArgument, modelArgument, registerCommands } from './host/commands/commands.ts';
import { forgetConnection, removeApiKey, runConnectionCheck, setApiKey } from './host/commands/connectionCommand.ts';
import { ContextCommands, followEdits } from './host/commands/contextCommands.ts';
import { contextStore } from './host/context/contextStore.ts';
import { hostContext } from './host/context/hostContext.ts';
import { chatFolder, oldChat } from './host/chats/chatFolder.ts';
import { CodeActions } from './host/commands/codeActions.ts';
import { HostEditor } from './host/editor/editor.ts';
import { Terminals } from './host/editor/terminal.ts';
import { ErrorSeam } from './host/messages/errorSeam.ts';
import { askForConsent, askForKey } from './host/settings/keyBox.ts';
import { keyConsents } from './host/settings/keyConsents.ts';
import { selectModel } from './host/commands/modelCommand.ts';
import { hostFiles as files } from './host/files/hostFiles.ts';
import { hasNetwork } from './host/settings/network.ts';
import { notify } from './host/messages/dialogs.ts';
import { hostNotifier } from './host/messages/notifier.ts';
import { hostRemedies } from './host/commands/remedies.ts';
import { showRequest } from './host/chat/requestPage.ts';
import { reviewHandlers } from './host/review/reviewHandlers.ts';
import { buildReview } from './host/review/reviewParts.ts';
import { SessionCommands } from './host/commands/sessionCommands.ts';
import { hostSecrets } from './host/settings/secrets.ts';
import { HostSettings } from './host/settings/settings.ts';
import { TextPages } from './host/messages/textPages.ts';
import { followStatus, viewStatus } from './host/chat/viewStatus.ts';

const clock = { now: () => Date.now() };
const newId = (): string => crypto.randomUUID();

/** Builds the parts and hands them to each other. VS Code does not show a failed activation, so it is shown here. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('gpt-oss Assistant', { log: true });
  const store = new DisposableStore();
  context.subscriptions.push(store, log);
  try {
    compose(context, store, log);
  } catch (failure) {
    log.error(failure instanceof Error ? failure : String(failure));
    void notify('error', `gpt-oss Assistant could not start: ${String(failure)}`);
    throw failure;
  }
}

interface ContextNeighbours {
  readonly pages: TextPages;
  readonly chat: Chat;
  readonly editor: HostEditor;
  readonly view: () => ChatView;
}

/** What goes along with the messages of a chat. */
function composeContext(store: DisposableStore, memento: vscode.Memento, { pages, chat, editor, view }: ContextNeighbours): Pick<ChatCommandParts, 'context' | 'contextCommands'> {
  const parts = { port: hostContext(pages), store: contextStore(memento), conversation: () => chat.conversation.id, newId: () => crypto.randomUUID(), countTokens: (text: string) => estimateTokens(text).likely };
  const context = store.add(new Context(parts));
  store.add(followEdits(context));
  const contextCommands = new ContextCommands({ context, editor, ready: () => chat.load(), openView: () => view().focus(), send: (message) => view().send(message) });
  return { context, contextCommands };
}

function compose(context: vscode.ExtensionContext, store: DisposableStore, log: vscode.LogOutputChannel): void {
  const parts = { ...foundations(context, log), log };
  const { settings, secrets, keys, remedies, editor, notifier, model, errors } = parts;
  store.add(editor);
  const folder = context.storageUri ?? context.globalStorageUri;
  const pages = store.add(new TextPages());
  const review = buildReview(store, { files, notifier, settings, pages, folder, log });
  const sessions = store.add(
    new Sessions({ folder: chatFolder(context), old: oldChat(context), clock, newId, notify: (message) => notifier.warn(message) }),
  );
  const chat = store.add(
    new Chat({
      model,
      settings,
      clock,
      sessions,
      newId,
      ensureKey: () => keys.ensure('An API key is needed to send this.'),
    }),
  );
  const { context: attached, contextCommands } = composeContext(store, context.workspaceState, { pages, chat, editor, view: () => view });
  const ask = new AskModel({ model, notifier, keys, settings, chat });
  const proposals = new Proposals({ files, reviews: review.reviews, review: review.ui, notifier, ask });
  const edits = new Edits({ ask, editor, files, notifier, proposals, chat, settings });
  const sessionCommands = new SessionCommands({ chat, sessions, keys, newId, openView: () => view.focus() });
  const terminals = store.add(new Terminals());
  const chatCommands = new ChatCommands({ chat, terminals, context: attached, contextCommands, sessionCommands, pages, edits, proposals, editor, notifier, errors, remedies, openView: () => view.focus(), askView: (message) => view.send(message), showRequest: (question) => showRequest({ ...parts, chat, pages }, question) });
  const status = (): ReturnType<typeof viewStatus> => viewStatus({ chat, keys, settings, editor, context: attached });
  const view = store.add(
    new ChatView({ extensionUri: context.extensionUri, chat, context: attached, status, recent: () => latest(sessions), act: (message) => chatCommands.act(message) }),
  );
  store.add(followStatus(view, secrets, attached));
  store.add(sessions.onChanged(() => void view.updateRecent()));
  store.add(new CodeActions(settings));
  void errors.guard(() => review.reviews.load());
  store.add(chat.onEvent(({ type }) => void (type === 'busy' && vscode.commands.executeCommand('setContext', contextKeys.busy, chat.busy))));
  store.add(registerCommands({ ...endpointHandlers(parts), ...workHandlers({ chat, ask, edits, view, chatCommands, sessionCommands, contextCommands }), ...reviewHandlers(review, proposals) }, errors));
}

/** The chats to go on with, for a page that is empty otherwise. */
async function latest(sessions: Sessions): Promise<readonly ChatSummary[]> {
  return (await sessions.list()).slice(0, 4);
}

/** What everything else stands on: settings, secrets, the model and the ways to talk to the user. */
function foundations(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
  const settings = new HostSettings();
  const secrets = hostSecrets(context.secrets);
  const keys = new Keys({
    secrets,
    consents: keyConsents(context.globalState),
    endpoint: () => ({ url: settings.identity.url, needsKey: settings.identity.protocol === 'dataoorts' }),
    documentedUrl: defaultSettings['endpoint.url'],
    askForKey,
    askForConsent,
  });
  const capabilities = capabilityMemory(context.globalState);
  const remedies = hostRemedies(keys, context.extension.id);
  const errors = new ErrorSeam(log, remedies);
  const config = async (): Promise<ClientConfig> => {
    // Read once: the key is for this very address, also where the settings change meanwhile.
    const { endpoint } = settings;
    const beyond = beyondDocumented(settings.identity, settings.streaming, capabilities);
    return { ...endpoint, ...beyond, key: await keys.keyFor(endpoint.url), online: () => hasNetwork() };
  };
  return {
    settings,
    secrets,
    keys,
    capabilities,
    remedies,
    notifier: hostNotifier((work) => errors.guard(work)),
    editor: new HostEditor(),
    errors,
    preview: createPreview(config),
    model: new BudgetedModel({ model: clientOnDemand({ config, log, onRefusal: () => void capabilities.forget(settings.identity) }), counter: createTokenCounter(), settings }),
  };
}

type Foundations = ReturnType<typeof foundations> & { readonly log: vscode.LogOutputChannel };

/** Commands about the key, the endpoint and the log. */
function endpointHandlers({ keys, secrets, model, settings, notifier, capabilities, log }: Foundations) {
  return {
    'gptOss.setApiKey': () => setApiKey(keys),
    'gptOss.removeApiKey': () => removeApiKey(keys, secrets.fromEnvironment() !== undefined, notifier),
    'gptOss.checkConnection': () => runConnectionCheck({ model, keys, settings, notifier, clock, store: capabilities, log }),
    'gptOss.forgetConnection': () => forgetConnection(capabilities, notifier),
    'gptOss.selectModel': (argument) => selectModel({ model, keys, settings, notifier }, modelArgument(argument)),
    'gptOss.showLog': () => log.show(),
  } satisfies Partial<Handlers>;
}

interface Work {
  readonly chat: Chat;
  readonly ask: AskModel;
  readonly edits: Edits;
  readonly view: ChatView;
  readonly chatCommands: ChatCommands;
  readonly sessionCommands: SessionCommands;
  readonly contextCommands: ContextCommands;
}

/** Commands of the chat and the edits. */
function workHandlers({ chat, ask, edits, view, chatCommands, sessionCommands, contextCommands }: Work) {
  return {
    'gptOss.openChat': () => view.focus(),
    'gptOss.newChat': async () => {
      await chat.newChat();
      await view.focus();
    },
    'gptOss.showChats': (argument) => sessionCommands.showChats(chatArgument(argument)),
    'gptOss.exportChat': (argument) => sessionCommands.exportChat(fileArgument(argument)),
    'gptOss.importChat': (argument) => sessionCommands.importChat(fileArgument(argument)),
    'gptOss.stop': () => {
      chat.stop();
      ask.stop();
    },
    'gptOss.ask': (argument) => chatCommands.ask(askArgument(argument)),
    'gptOss.addToChat': (argument, all) => contextCommands.add(addArgument(argument, all)),
    'gptOss.showRequest': (argument) => chatCommands.showRequest(askArgument(argument)),
    'gptOss.addTerminalToChat': () => contextCommands.addTerminal(),
    'gptOss.explain': (argument) => chatCommands.explain(explainArgument(argument)),
    'gptOss.edit': (argument) => edits.edit(instructionArgument(argument)),
    'gptOss.insert': (argument) => edits.insert(instructionArgument(argument)),
    'gptOss.fix': (argument) => edits.prepared('fix', instructionArgument(argument)),
    'gptOss.refactor': (argument) => edits.prepared('refactor', instructionArgument(argument)),
    'gptOss.document': (argument) => edits.prepared('document', instructionArgument(argument)),
    'gptOss.writeTests': (argument) => edits.writeTests(instructionArgument(argument)),
  } satisfies Partial<Handlers>;
}
