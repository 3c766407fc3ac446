import * as vscode from 'vscode';
import { baseName, type ContextOffer, parentPath, wordsOf } from '../../core/context/refs.ts';
import { codeEditor, shownPath } from '../editor/editor.ts';
import { countChanges } from './changes.ts';
import { findFiles, type Listing, listWorkspace } from './files.ts';
import { countProblems } from './problems.ts';
import { symbolOffer, symbolsIn, symbolsNamed } from './symbolContext.ts';

/** Most entries shown. */
const mostShown = 40;

/** So many times as many are looked at, since some of them may be ignored. */
const spare = 4;

/** Words this long are worth asking the languages for symbols. */
const shortestSymbol = 2;

/** Looks for what fits the words typed after `@`: first among files, then also among symbols, which take longer. */
export class ContextSearch {
  #listings: Promise<readonly Listing[]> = Promise.resolve([]);
  #listed = false;

  async run(words: string, signal: AbortSignal, report: (found: readonly ContextOffer[]) => void): Promise<void> {
    // The list begins with no words; from then on, what was there is searched.
    if (words === '' || !this.#listed) this.#listings = listWorkspace();
    this.#listed = true;
    const offers = [...nearAtHand(), ...openFiles()];
    if (words === '') report(unique(offers).slice(0, mostShown));
    // The matcher is loaded with the first search.
    const [files, { rank }] = await Promise.all([this.#filesFor(words, signal), import('./rank.ts')]);
    if (signal.aborted) return;
    const found = unique([...offers, ...foldersOf(files), ...files.map(fileOffer)]);
    const listings = await this.#listings;
    // Whether a file is ignored is looked up for those alone that may be shown: for all it would take too long.
    const shows = (one: ContextOffer): boolean => offers.includes(one) || !isIgnored(one, listings);
    const best = (all: readonly ContextOffer[]): ContextOffer[] =>
      rank(words, all, spare * mostShown)
        .filter(shows)
        .slice(0, mostShown);
    report(best(found));
    if (words.length < shortestSymbol) return;
    const symbols = await symbolsFor(words);
    if (symbols.length > 0) report(best(unique([...found, ...symbols])));
  }

  async #filesFor(words: string, signal: AbortSignal): Promise<readonly vscode.Uri[]> {
    const listings = await this.#listings;
    const files = listings.flatMap((one) => one.files);
    if (listings.every(({ whole }) => whole) || words.length < shortestSymbol) return files;
    const pattern = words.replaceAll(/[[\]{}?*!\\]/g, '?');
    const more = await findFiles(`**/*${pattern}*`, 100, signal);
    return [...files, ...more];
  }
}

function isIgnored({ ref }: ContextOffer, listings: readonly Listing[]): boolean {
  if (ref.kind !== 'file') return false;
  const { path } = vscode.Uri.parse(ref.uri, true);
  return listings.some(({ rules }) => rules.ignores(path));
}

function fileOffer(uri: vscode.Uri): ContextOffer {
  const path = shownPath(uri);
  return { ref: { kind: 'file', uri: uri.toString(), path }, label: baseName(path), detail: parentPath(path) };
}

/** Every folder that holds one of the files, up to the workspace folder. */
function foldersOf(files: readonly vscode.Uri[]): ContextOffer[] {
  const folders = new Map<string, ContextOffer>();
  for (const file of files) {
    const root = vscode.workspace.getWorkspaceFolder(file)?.uri.path ?? '';
    for (let path = parentPath(file.path); path.length > root.length && !folders.has(path); path = parentPath(path)) {
      const uri = file.with({ path });
      const shown = shownPath(uri);
      folders.set(path, {
        ref: { kind: 'folder', uri: uri.toString(), path: shown },
        label: `${baseName(shown)}/`,
        detail: parentPath(shown),
      });
    }
  }
  return [...folders.values()];
}

/** What is there at this moment besides files. */
function nearAtHand(): ContextOffer[] {
  const active = codeEditor()?.document.uri;
  const offers: ContextOffer[] = [];
  if (active !== undefined && countProblems(active.toString()) > 0)
    offers.push(problemsOffer(active.toString(), shownPath(active)));
  if (countProblems('') > 0) offers.push(problemsOffer('', ''));
  const changed = countChanges();
  if (changed > 0) offers.push(offerOf({ kind: 'changes' }, `${changed} ${changed === 1 ? 'file' : 'files'}`));
  const terminal = vscode.window.activeTerminal;
  if (terminal !== undefined)
    offers.push({
      ref: { kind: 'terminal', name: terminal.name, text: '' },
      label: 'Terminal selection',
      detail: terminal.name,
    });
  return offers;
}

function problemsOffer(uri: string, path: string): ContextOffer {
  const count = countProblems(uri);
  return offerOf({ kind: 'problems', uri, path }, `${count} ${count === 1 ? 'problem' : 'problems'}`);
}

function offerOf(ref: ContextOffer['ref'], detail: string): ContextOffer {
  return { ref, label: wordsOf(ref).label, detail };
}

/** Files in tabs, the one in front first. */
function openFiles(): ContextOffer[] {
  const groups = vscode.window.tabGroups;
  const tabs = [groups.activeTabGroup.activeTab, ...groups.all.flatMap((group) => group.tabs)];
  const inputs = tabs.flatMap((tab) => (tab?.input instanceof vscode.TabInputText ? [tab.input.uri] : []));
  return inputs.filter((uri) => vscode.workspace.getWorkspaceFolder(uri) !== undefined).map(fileOffer);
}

async function symbolsFor(words: string): Promise<ContextOffer[]> {
  const active = codeEditor()?.document.uri;
  const own =
    active === undefined
      ? []
      : (await symbolsIn(active)).map(({ name, range }) => symbolOffer(active, name, range.start.line + 1));
  return [...own, ...(await symbolsNamed(words))];
}

/** Each thing once, as it was offered first. */
function unique(offers: readonly ContextOffer[]): ContextOffer[] {
  const first = new Map<string, ContextOffer>();
  for (const offer of offers) {
    const key = JSON.stringify(offer.ref);
    if (!first.has(key)) first.set(key, offer);
  }
  return [...first.values()];
}
