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
import { registerCommands } from './host/commands/commands.ts';
import { endpointHandlers, workHandlers } from './host/commands/handlers.ts';
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
import { hostFiles as files } from './host/files/hostFiles.ts';
import { hasNetwork } from './host/settings/network.ts';
import { notify as show } from './host/messages/dialogs.ts';
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
    void show('error', `gpt-oss Assistant could not start: ${String(failure)}`);
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
function composeContext(
  store: DisposableStore,
  memento: vscode.Memento,
  { pages, chat, editor, view }: ContextNeighbours,
): Pick<ChatCommandParts, 'context' | 'contextCommands'> {
  const context = store.add(
    new Context({
      port: hostContext(pages),
      store: contextStore(memento),
      conversation: () => chat.conversation.id,
      newId,
      countTokens: (text) => estimateTokens(text).likely,
    }),
  );
  store.add(followEdits(context));
  const contextCommands = new ContextCommands({
    context,
    editor,
    ready: () => chat.load(),
    openView: () => view().focus(),
    send: (message) => view().send(message),
  });
  return { context, contextCommands };
}

function compose(context: vscode.ExtensionContext, store: DisposableStore, log: vscode.LogOutputChannel): void {
  const parts = { ...foundations(context, log), log };
  const { settings, secrets, keys, editor, notifier, model, errors } = parts;
  store.add(editor);
  const folder = context.storageUri ?? context.globalStorageUri;
  const pages = store.add(new TextPages());
  const review = buildReview(store, { files, notifier, settings, pages, folder, log });
  const notify = (message: string): void => notifier.warn(message);
  const stored = { folder: chatFolder(context), old: oldChat(context) };
  const sessions = store.add(new Sessions({ ...stored, clock, newId, notify }));
  const ensureKey = (): Promise<void> => keys.ensure('An API key is needed to send this.');
  const chat = store.add(new Chat({ model, settings, clock, sessions, newId, ensureKey }));
  const neighbours = { pages, chat, editor, view: () => view };
  const { context: attached, contextCommands } = composeContext(store, context.workspaceState, neighbours);
  const ask = new AskModel({ model, notifier, keys, settings, chat });
  const proposals = new Proposals({ files, reviews: review.reviews, review: review.ui, notifier, ask });
  const edits = new Edits({ ask, editor, files, notifier, proposals, chat, settings });
  const sessionCommands = new SessionCommands({ chat, sessions, keys, newId, openView: () => view.focus() });
  const terminals = store.add(new Terminals());
  const chatCommands = new ChatCommands({
    ...parts,
    ...{ chat, terminals, context: attached, contextCommands, sessionCommands, pages, edits, proposals },
    openView: () => view.focus(),
    askView: (message) => view.send(message),
    showRequest: (question) => showRequest({ ...parts, chat, pages }, question),
  });
  const status = (): ReturnType<typeof viewStatus> => viewStatus({ chat, keys, settings, editor, context: attached });
  const view = store.add(
    new ChatView({
      extensionUri: context.extensionUri,
      chat,
      context: attached,
      status,
      recent: () => latest(sessions),
      act: (message) => chatCommands.act(message),
    }),
  );
  store.add(followStatus(view, secrets, attached));
  store.add(sessions.onChanged(() => void view.updateRecent()));
  store.add(new CodeActions(settings));
  void errors.guard(() => review.reviews.load());
  store.add(
    chat.onEvent(({ type }) => {
      if (type === 'busy') void vscode.commands.executeCommand('setContext', contextKeys.busy, chat.busy);
    }),
  );
  const handlers = {
    ...endpointHandlers({ ...parts, clock, store: parts.capabilities }),
    ...workHandlers({ chat, ask, edits, view, chatCommands, sessionCommands, contextCommands }),
    ...reviewHandlers(review, proposals),
  };
  store.add(registerCommands(handlers, errors));
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
  const onRefusal = (): void => void capabilities.forget(settings.identity);
  const client = clientOnDemand({ config, log, onRefusal });
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
    model: new BudgetedModel({ model: client, counter: createTokenCounter(), settings }),
  };
}
