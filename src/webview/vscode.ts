import type { ViewMessage } from '../protocol/messages.ts';
import type { Drafts } from './composer/drafts.ts';
import type { PerChat } from './perChat.ts';

/** The turn at the top of the view, and how far it is scrolled past, in pixels. */
export interface Place {
  readonly turnId: string;
  readonly offset: number;
}

/** What outlives the page: VS Code throws the page away whenever the view is hidden. */
export interface Kept {
  readonly drafts: Drafts;
  /** The message handed over that has not come back as a turn yet; `after` is the user's turn before it. */
  readonly sent?: { readonly text: string; readonly after: string };
  /** Whether the selected code goes along. */
  readonly attach: boolean;
  /** For each chat that was left elsewhere than at its end: where. */
  readonly places: PerChat<Place>;
}

interface VsCodeApi {
  postMessage(message: ViewMessage): void;
  getState(): unknown;
  setState(state: Kept): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

export function post(message: ViewMessage): void {
  api.postMessage(message);
}

let kept: Kept = { drafts: {}, places: {}, attach: true, ...(api.getState() as Partial<Kept> | undefined) };
let timer: ReturnType<typeof setTimeout> | undefined;

export function recall(): Kept {
  return kept;
}

/** Keeps `change`; written within a tenth of a second, and at once when the page goes away. */
export function keep(change: { [Key in keyof Kept]?: Kept[Key] | undefined }): void {
  const next = { ...kept, ...change };
  // An entry set to undefined is taken out, so that what is written is plain data.
  kept = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) as unknown as Kept;
  timer ??= setTimeout(write, 100);
}

function write(): void {
  if (timer !== undefined) clearTimeout(timer);
  timer = undefined;
  api.setState(kept);
}

addEventListener('pagehide', write);
document.addEventListener('visibilitychange', write);
addEventListener('blur', write);
