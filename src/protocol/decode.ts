import { type Remedy, remedyLabels } from '../core/errors.ts';
import { maxReferenceLength } from '../core/fileReference.ts';
import type { ViewMessage } from './messages.ts';
import { slashCommand } from './slashCommands.ts';

/** Longest text taken from the view, in UTF-16 code units: far above any context window. */
const maxTextLength = 10_000_000;

/** Most paths asked for at once; the view asks again for what is left. */
const maxPaths = 200;

/** Reads what came from the webview; `undefined` when it is not a message of the protocol. Never throws. */
export function decodeViewMessage(value: unknown): ViewMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const message = value as Readonly<Record<string, unknown>>;
  switch (message['type']) {
    case 'ready':
    case 'stop':
    case 'newChat':
    case 'showChats':
    case 'pickFile':
    case 'openFolder':
    case 'pinSelection':
      return { type: message['type'] };
    case 'send':
    case 'showRequest':
      return decodeSend(message['type'], message);
    case 'copy':
    case 'insert':
      return isText(message['code']) ? { type: message['type'], code: message['code'] } : undefined;
    case 'apply':
    case 'newFile':
      return decodeBlock(message['type'], message);
    case 'runInTerminal':
      return decodeRunInTerminal(message);
    case 'findFiles':
      return decodeFindFiles(message);
    case 'openFile':
      return decodeOpenFile(message);
    case 'openChat':
      return isName(message['id']) ? { type: 'openChat', id: message['id'] } : undefined;
    case 'editTurn':
      return decodeEditTurn(message);
    case 'copyTurn':
    case 'removeTurn':
    case 'chooseBranch':
      return isName(message['turnId']) ? { type: message['type'], turnId: message['turnId'] } : undefined;
    case 'openAttachment':
      return decodeOpenAttachment(message);
    case 'remedy':
      return decodeRemedy(message);
    default:
      return decodeContext(message);
  }
}

/** What concerns the context of the next message, and the `/` commands. */
function decodeContext(message: Fields): ViewMessage | undefined {
  const { type, search, words, choice, chip, uris, name } = message;
  switch (type) {
    case 'search':
      return Number.isSafeInteger(search) && isShort(words) ? { type, search: search as number, words } : undefined;
    case 'addContext':
      return isShort(choice) ? { type, choice } : undefined;
    case 'removeContext':
    case 'openContext':
      return isShort(chip) ? { type, chip } : undefined;
    case 'dropped':
      return Array.isArray(uris) && uris.length <= mostDropped && uris.every(isUri) ? { type, uris } : undefined;
    case 'run': {
      const command = slashCommand(name);
      return command !== undefined && isText(words) ? { type, name: command.name, words } : undefined;
    }
    default:
      return undefined;
  }
}

/** Most things dropped at once. */
const mostDropped = 100;

/** Longest id and longest words of a search, and longest URI, in UTF-16 code units. */
const longest = { short: 200, uri: 4096 };

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longest.short;
}

function isUri(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longest.uri;
}

type Fields = Readonly<Record<string, unknown>>;

function decodeSend(type: 'send' | 'showRequest', { text, attachSelection }: Fields): ViewMessage | undefined {
  return isText(text) && typeof attachSelection === 'boolean' ? { type, text, attachSelection } : undefined;
}

function decodeBlock(type: 'apply' | 'newFile', { code, info, path }: Fields): ViewMessage | undefined {
  if (!isText(code) || !isText(info)) return undefined;
  if (path === undefined) return { type, code, info };
  return isPath(path) ? { type, code, info, path } : undefined;
}

function decodeRunInTerminal({ code, info }: Fields): ViewMessage | undefined {
  return isText(code) && isText(info) ? { type: 'runInTerminal', code, info } : undefined;
}

function decodeFindFiles({ paths }: Fields): ViewMessage | undefined {
  if (!Array.isArray(paths) || paths.length > maxPaths || !paths.every(isPath)) return undefined;
  return { type: 'findFiles', paths };
}

function decodeOpenFile({ path, line, lastLine }: Fields): ViewMessage | undefined {
  if (!isPath(path)) return undefined;
  if (line === undefined) return { type: 'openFile', path };
  if (!isLine(line)) return undefined;
  if (lastLine === undefined) return { type: 'openFile', path, line };
  return isLine(lastLine) ? { type: 'openFile', path, line, lastLine } : undefined;
}

function decodeEditTurn({ turnId, text }: Fields): ViewMessage | undefined {
  return isName(turnId) && isText(text) && text.trim() !== '' ? { type: 'editTurn', turnId, text } : undefined;
}

function decodeOpenAttachment({ turnId, index }: Fields): ViewMessage | undefined {
  const valid = isText(turnId) && typeof index === 'number' && Number.isInteger(index) && index >= 0;
  return valid ? { type: 'openAttachment', turnId, index } : undefined;
}

function decodeRemedy({ turnId, remedy }: Fields): ViewMessage | undefined {
  return isText(turnId) && isRemedy(remedy) ? { type: 'remedy', turnId, remedy } : undefined;
}

/** The id of a chat or a turn: an imported chat may name its turns as it likes. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 200;
}

function isPath(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maxReferenceLength;
}

function isLine(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 10_000_000;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxTextLength;
}

function isRemedy(value: unknown): value is Remedy {
  return typeof value === 'string' && Object.hasOwn(remedyLabels, value);
}
