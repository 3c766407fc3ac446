import type * as vscode from 'vscode';
import type { Consent, ConsentStore } from '../../app/model/keys.ts';

const stateKey = 'gptOss.keyConsents';

type Known = Readonly<Record<string, Consent>>;

/** What the user decided about keys and addresses, in VS Code's global state: addresses alone, never a key. */
export function keyConsents(state: vscode.Memento): ConsentStore {
  const all = (): Known => state.get<Known>(stateKey) ?? {};
  return {
    read: (source, url) => all()[`${source} ${url}`],
    write: async (source, url, consent) => {
      const name = `${source} ${url}`;
      const others = Object.entries(all()).filter(([known]) => known !== name);
      await state.update(stateKey, Object.fromEntries(consent === undefined ? others : [...others, [name, consent]]));
    },
  };
}
