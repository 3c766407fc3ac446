import type * as vscode from 'vscode';
import type { AskModel } from '../../app/chat/askModel.ts';
import type { Chat } from '../../app/chat/chat.ts';
import type { Edits } from '../../app/edits/edits.ts';
import type { SecretsPort } from '../../app/ports.ts';
import type { ChatView } from '../chat/chatView.ts';
import type { ChatCommands } from './chatCommands.ts';
import {
  addArgument,
  askArgument,
  chatArgument,
  explainArgument,
  fileArgument,
  type Handlers,
  instructionArgument,
  modelArgument,
} from './commands.ts';
import {
  type ConnectionParts,
  forgetConnection,
  removeApiKey,
  runConnectionCheck,
  setApiKey,
} from './connectionCommand.ts';
import type { ContextCommands } from './contextCommands.ts';
import { selectModel } from './modelCommand.ts';
import type { SessionCommands } from './sessionCommands.ts';

export interface EndpointParts extends ConnectionParts {
  readonly secrets: SecretsPort;
  readonly log: vscode.LogOutputChannel;
}

/** Commands about the key, the endpoint and the log. */
export function endpointHandlers(parts: EndpointParts) {
  const { keys, secrets, notifier, store, log } = parts;
  return {
    'gptOss.setApiKey': () => setApiKey(keys),
    'gptOss.removeApiKey': () => removeApiKey(keys, secrets.fromEnvironment() !== undefined, notifier),
    'gptOss.checkConnection': () => runConnectionCheck(parts),
    'gptOss.forgetConnection': () => forgetConnection(store, notifier),
    'gptOss.selectModel': (argument) => selectModel(parts, modelArgument(argument)),
    'gptOss.showLog': () => log.show(),
  } satisfies Partial<Handlers>;
}

export interface WorkParts {
  readonly chat: Chat;
  readonly ask: AskModel;
  readonly edits: Edits;
  readonly view: ChatView;
  readonly chatCommands: ChatCommands;
  readonly sessionCommands: SessionCommands;
  readonly contextCommands: ContextCommands;
}

/** Commands of the chat and the edits. */
export function workHandlers(parts: WorkParts) {
  const { chat, ask, edits, view, chatCommands, sessionCommands, contextCommands } = parts;
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
