import type { AskForConsent, AskForKey, KeyRequest, KeySource } from '../../app/model/keys.ts';
import type { KeyAddress } from '../../app/model/keyAddress.ts';
import { keyPage, keyVariable } from '../../contributions.ts';
import { question } from '../messages/dialogs.ts';
import { askSecret } from '../messages/lists.ts';

const readableWarning = 'This address is not encrypted (http://): everyone on the way can read the key.';

/** The masked box a key is typed into. It says for which server, and stays open while the key cannot be right. */
export const askForKey: AskForKey = (request, problemOf) => askSecret({ ...boxFor(request), problemOf });

function boxFor({ address, why }: KeyRequest) {
  const title = 'gpt-oss: Set API Key';
  if (address.trust === 'documented') {
    return {
      title,
      prompt: `${why ?? 'Kept in the system keyring by VS Code, sent to Dataoorts only.'} Get a key at ${keyPage}.`,
      placeholder: `Your Dataoorts API key; ${keyVariable} is used where none is set`,
      page: { url: keyPage, tooltip: `Get a key at ${keyPage}` },
    };
  }
  const kept = `The key is for ${address.url} and is sent there only; VS Code keeps it in the system keyring.`;
  return {
    title,
    prompt: [why, kept, address.isReadable ? readableWarning : ''].filter(Boolean).join(' '),
    placeholder: `The API key for ${address.origin}`,
  };
}

const buttons = { send: 'Send Key', withhold: 'Send Without Key' } as const;

const names: Readonly<Record<KeySource, string>> = {
  stored: 'the API key you stored for this server',
  environment: `the API key in ${keyVariable}`,
};

/** Asks before a key goes to an address it has not gone to before. */
export const askForConsent: AskForConsent = async ({ address, source, optional }) => {
  const choices = optional ? [buttons.send, buttons.withhold] : [buttons.send];
  const answer = await question(`Send ${names[source]} to this address?`, consentDetail(address), ...choices);
  if (answer === undefined) return undefined;
  return answer === buttons.send ? 'send' : 'withhold';
};

function consentDetail({ url, isReadable }: KeyAddress): string {
  const said = 'The setting gptOss.endpoint.url names it. Whoever runs it can read and use the key.';
  return [url, said, isReadable ? readableWarning : ''].filter((part) => part !== '').join(' — ');
}
