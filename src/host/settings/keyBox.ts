import type { AskForKey } from '../../app/model/keys.ts';
import { keyPage, keyVariable } from '../../contributions.ts';
import { askSecret } from '../messages/lists.ts';

/** The masked box a key is typed into. It stays open with the reason when the key cannot be right. */
export const askForKey: AskForKey = (why, problemOf) =>
  askSecret({
    title: 'gpt-oss: Set API Key',
    prompt: `${why ?? 'Kept in the system keyring by VS Code, sent to the endpoint only.'} Get a key at ${keyPage}.`,
    placeholder: `Your Dataoorts API key; ${keyVariable} is used where none is set`,
    problemOf,
    page: { url: keyPage, tooltip: `Get a key at ${keyPage}` },
  });
