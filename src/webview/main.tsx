import { render } from 'preact';
import type { HostMessage } from '../protocol/messages.ts';
import { App } from './app.tsx';
import { fileFinder } from './fileFinder.ts';
import { takeDrops } from './dropTarget.ts';
import { Inbox } from './inbox.ts';
import { applyMessage, type ViewState } from './state.ts';
import { post } from './vscode.ts';

const root = document.querySelector('#app');
let state: ViewState = {};

if (root !== null) {
  const show = (focusRequests: number) => render(<App state={state} focusRequests={focusRequests} />, root);
  let focusRequests = 0;
  const inbox = new Inbox((messages) => {
    state = messages.reduce(applyMessage, state);
    for (const message of messages) if (message.type === 'filesFound') fileFinder.answer(message.asked, message.found);
    focusRequests += messages.filter(({ type }) => type === 'focusComposer').length;
    show(focusRequests);
  });
  addEventListener('message', ({ data }: MessageEvent<HostMessage>) => inbox.add(data));
  takeDrops(document, (over) => document.body.classList.toggle('dropping', over));
  show(focusRequests);
  post({ type: 'ready' });
}
