import { render } from 'preact';
import type { HostMessage } from '../protocol/messages.ts';
import { App } from './app.tsx';
import { fileFinder } from './markdown/fileFinder.ts';
import { takeDrops } from './context/dropTarget.ts';
import { Inbox } from './inbox.ts';
import { applyMessage, type ViewState } from './state.ts';
import { post } from './vscode.ts';
import { whenFocused } from './whenFocused.ts';

const root = document.querySelector('#app');
let state: ViewState = {};

if (root !== null) {
  let focusRequests = 0;
  const show = () => render(<App state={state} focusRequests={focusRequests} />, root);
  const focusComposer = () => {
    focusRequests++;
    show();
  };
  const inbox = new Inbox((messages) => {
    state = messages.reduce(applyMessage, state);
    show();
    for (const message of messages) {
      if (message.type === 'filesFound') fileFinder.answer(message.asked, message.found);
      // Who asked for the chat and then for something else, such as the palette, keeps the focus there.
      else if (message.type === 'focusComposer' && message.late) whenFocused(focusComposer);
      else if (message.type === 'focusComposer') focusComposer();
    }
  });
  addEventListener('message', ({ data }: MessageEvent<HostMessage>) => inbox.add(data));
  takeDrops(document, (over) => document.body.classList.toggle('dropping', over));
  show();
  post({ type: 'ready' });
}
