import { formatTokens } from './chat/request/cost.ts';
import type { AssistantError, Details, Reason, Remedy } from './errors.ts';

/** An error as a person reads it: what happened and what to do, the endpoint's own words, buttons. */
export interface Description {
  readonly message: string;
  readonly detail: string;
  readonly remedies: readonly Remedy[];
}

export function describe(error: AssistantError): Description {
  const [message, remedies] = words(error.reason, error.details);
  const detail = error.details.said ?? '';
  return { message, detail: detail === message ? '' : detail, remedies };
}

/** One line for a notification: our words, then the endpoint's in brackets. */
export function oneLine(description: Description): string {
  return description.detail === '' ? description.message : `${description.message} (${description.detail})`;
}

/** A bare 404 does not say what is missing. */
const nothingThere = 'The endpoint found nothing under this address and model name. Check both in the settings.';

const notSaved =
  'This could not be saved on disk, so nothing was sent or changed; your words are still there. ' +
  'Free some disk space, or make the folder writable again, then try once more.';

const notRead =
  'This chat could not be read from disk. Its file is as it was: make it readable again, then open it once more.';

type Words = readonly [message: string, remedies: readonly Remedy[]];

/** The reasons of which the user's set-up is the cause; the rest is in `transferWords`. */
function words(reason: Reason, details: Details): Words {
  switch (reason) {
    case 'noKey':
      return ['No API key is set. Set one to go on.', ['setKey']];
    case 'keyWithheld':
      return [withheldWords(details), ['setKey', 'openSettings']];
    case 'unauthorized':
      return [
        'The endpoint did not accept the API key. Set a valid key; it was not tried again.',
        ['setKey', 'openLog'],
      ];
    case 'forbidden':
      return [
        'This API key may not use this model or endpoint. Check your plan, or set another key.',
        ['setKey', 'openLog'],
      ];
    case 'noSuchModel':
      if (details.status === 404 && details.code !== 3042) return [nothingThere, ['openSettings', 'retry']];
      return [
        'The endpoint does not offer this model at the moment. ' +
          'Its catalogue sometimes takes gpt-oss-120b out while it is rebuilt: try again later, or check the ' +
          'model setting.',
        ['retry', 'openSettings'],
      ];
    case 'badRequest':
      return [
        'The endpoint refused the request as malformed. Check the settings of the extension; the log has the details.',
        ['openSettings', 'openLog'],
      ];
    case 'badSetting':
      return [details.setting ?? 'A setting is out of its range.', ['openSettings']];
    case 'keyNotStored':
      return [
        'The key could not be kept: this system has no working keyring. ' +
          'Set the environment variable DATAOORTS_API_KEY before starting VS Code instead.',
        ['openLog'],
      ];
    case 'noEditor':
      return ['Open a file and place the cursor in it first.', []];
    case 'noCode':
      return ['The reply holds no code, so nothing was changed. It is in the chat.', []];
    case 'editRefused':
      return [details.said ?? 'The edit does not fit the document, so nothing was changed.', ['retry']];
    case 'notAChat':
      return ['This file holds no chat that was exported as JSON. Choose another file.', []];
    case 'chatGone':
      return ['This chat is not there any more: it was deleted, perhaps in another window.', []];
    case 'notSaved':
      return [notSaved, ['retry', 'openLog']];
    case 'notRead':
      return [notRead, ['openLog']];
    case 'notAttached':
      return [details.said ?? 'This cannot go along with a message.', []];
    default:
      return transferWords(reason, details);
  }
}

/** The reasons that lie on the way to the endpoint and back. */
function transferWords(reason: Exclude<Reason, SetUpReason>, details: Details): Words {
  switch (reason) {
    case 'tooLarge':
      return ['The request is larger than the endpoint takes. Select less code, or start a new chat.', ['openLog']];
    case 'messageTooLarge':
      return [tooLargeWords(details), ['openSettings']];
    case 'rateLimited':
      return [`Too many requests at the moment${tries(details)}. ${waitWords(details)}`, ['retry']];
    case 'quota':
      return ['The quota of this API key is used up. Top it up at Dataoorts, then try again.', ['retry', 'openLog']];
    case 'capacity':
      return [`The endpoint has no free capacity right now${tries(details)}. ${waitWords(details)}`, ['retry']];
    case 'server':
      return [`The endpoint had an error of its own${tries(details)}. Try again in a moment.`, ['retry', 'openLog']];
    case 'timeout':
      return [
        `No answer came within ${details.seconds ?? 'the given number of'} seconds. ` +
          'Try again, or raise the time limit in the settings.',
        ['retry', 'openSettings'],
      ];
    case 'offline':
    case 'unreachable':
    case 'disconnected':
    case 'certificate':
    case 'proxy':
      return networkWords(reason, details);
    case 'redirected':
      return [
        'The endpoint sent the request on to another address. The key was not sent there. ' +
          'Check the endpoint address in the settings.',
        ['openSettings', 'openLog'],
      ];
    case 'malformedReply':
      return [
        'The endpoint answered with something that is not a reply of this API. ' +
          'Check the endpoint address, or try again.',
        ['retry', 'openSettings', 'openLog'],
      ];
    case 'cancelled':
      return ['Stopped.', ['retry']];
    case 'tooMuch':
    case 'emptyReply':
    case 'lengthLimit':
    case 'cutOff':
    case 'stalled':
      return brokenReplyWords(reason, details);
    case 'unexpected':
      return ['Something went wrong in the extension. The log has the details.', ['retry', 'openLog']];
  }
}

/** The reasons for which no whole reply came. */
function brokenReplyWords(reason: BrokenReplyReason, details: Details): Words {
  switch (reason) {
    case 'tooMuch':
      return [
        'The endpoint sent more than any reply can be, so it was stopped after ' +
          `${details.came ?? 'too much'}. ${keptWords(details)} Check the endpoint address, or try again.`,
        ['retry', 'openSettings', 'openLog'],
      ];
    case 'emptyReply':
      return emptyWords(details);
    case 'lengthLimit':
      return [
        'The reply reached the limit of tokens before it was whole. ' +
          `${keptWords(details)} Allow more tokens, or ask for less at once.`,
        ['continue', 'raiseMaxTokens', 'lessReasoning'],
      ];
    case 'cutOff':
      return [`${cutOffWords(details.cutOffBy)} ${keptWords(details)}`, ['continue', 'retry']];
    case 'stalled':
      return [
        `The reply stopped coming: nothing arrived for ${details.seconds ?? 'many'} seconds. ${keptWords(details)}`,
        ['continue', 'retry'],
      ];
  }
}

/** The reasons for which no answer came at all. */
function networkWords(reason: NetworkReason, { host = 'the endpoint', status }: Details): Words {
  switch (reason) {
    case 'offline':
      return [
        `You seem to be offline: this machine has no network, so ${host} cannot be reached. ` +
          'Try again once it is connected.',
        ['retry'],
      ];
    case 'unreachable':
      return [
        `Could not reach ${host}: the server is down, or the address in the settings is wrong.`,
        ['retry', 'openSettings', 'openLog'],
      ];
    case 'disconnected':
      return [`The connection to ${host} broke off before an answer came. Try again.`, ['retry', 'openLog']];
    case 'certificate':
      return [
        `The certificate of ${host} is not trusted, so nothing was sent.`,
        ['retry', 'openNetworkSettings', 'openLog'],
      ];
    case 'proxy':
      if (status !== undefined) return [proxyRefusal(status), ['openNetworkSettings', 'retry', 'openLog']];
      return [
        `The proxy${host === 'the endpoint' ? '' : ` ${host}`} could not be reached. Check the setting http.proxy.`,
        ['openNetworkSettings', 'retry', 'openLog'],
      ];
  }
}

function proxyRefusal(status: number): string {
  if (status === 407) {
    return 'The proxy asks for a user name and password. ' +
      'Put them into the setting http.proxy, as http://name:password@host:port.';
  }
  if (status === 403) {
    return 'The proxy does not let requests to the endpoint through. ' +
      'Ask whoever runs it, or name the host in the setting http.noProxy.';
  }
  return 'The proxy could not reach the endpoint. ' +
    'Check the address of the endpoint, or name its host in the setting http.noProxy.';
}

/** Tokens that were billed without an answer went into reasoning; where none were, nothing at all came. */
function emptyWords({ usage }: Details): Words {
  if (usage !== undefined && usage.completionTokens > 0) {
    return [
      `The model used all its ${usage.completionTokens} tokens for reasoning and came to no answer. ` +
        'Allow more tokens, or less reasoning.',
      ['raiseMaxTokens', 'lessReasoning'],
    ];
  }
  return ['The endpoint sent an empty reply. Try again, or allow more tokens.', ['retry', 'raiseMaxTokens']];
}

/**
 * What is said of a reply that something ended before it was whole: the endpoint, with the finish word or the error it
 * gave, or the connection where it gave none. The words with a sentence of their own are OpenAI's and DeepSeek's.
 */
export function cutOffWords(by: string | undefined): string {
  switch (by?.toLowerCase()) {
    case undefined:
      return 'The connection ended before the reply was whole.';
    case 'content_filter':
      return "The endpoint's content filter ended the reply before it was whole.";
    case 'insufficient_system_resource':
      return 'The endpoint ran out of resources before the reply was whole.';
    default:
      return `The endpoint ended the reply before it was whole (${by}).`;
  }
}

function keptWords({ inChat }: Details): string {
  return inChat === true ? 'What came is in the chat.' : 'What came is kept.';
}

type NetworkReason = 'offline' | 'unreachable' | 'disconnected' | 'certificate' | 'proxy';

type BrokenReplyReason = 'tooMuch' | 'emptyReply' | 'lengthLimit' | 'cutOff' | 'stalled';

type SetUpReason =
  | 'noKey'
  | 'keyWithheld'
  | 'unauthorized'
  | 'forbidden'
  | 'noSuchModel'
  | 'badRequest'
  | 'badSetting'
  | 'keyNotStored'
  | 'noEditor'
  | 'noCode'
  | 'editRefused'
  | 'notAttached'
  | 'notAChat'
  | 'chatGone'
  | 'notSaved'
  | 'notRead';

function withheldWords({ host = 'this server' }: Details): string {
  const happened = `The API key was not sent to ${host}, so neither was the request.`;
  return `${happened} Set a key for it, or check the address in the settings.`;
}

function tooLargeWords({ tokens = 0, limit = 0 }: Details): string {
  return `This message is too large: about ${formatTokens(tokens)}, and ${limit.toLocaleString('en-US')} fit ` +
    'beside the reply. It was not sent. Attach or select less, or split it.';
}

function tries({ attempts }: Details): string {
  return attempts !== undefined && attempts > 1 ? ` (tried ${attempts} times)` : '';
}

function waitWords({ retryAfterMs }: Details): string {
  if (retryAfterMs === undefined) return 'Try again in a moment.';
  return `Try again in ${Math.max(1, Math.ceil(retryAfterMs / 1000))} seconds.`;
}
