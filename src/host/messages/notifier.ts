import type { NotifierPort } from '../../app/ports.ts';
import { notify, question, showProgress } from './dialogs.ts';
import { askText, choose, listItem } from './lists.ts';

/** `guard` shows what the work behind a button throws. */
export function hostNotifier(guard: (work: () => Promise<unknown>) => Promise<unknown>): NotifierPort {
  return { ...plain, offer: (message, actions) => void guard(() => offer(message, actions)) };
}

async function offer(message: string, actions: Parameters<NotifierPort['offer']>[1]): Promise<void> {
  const answer = await notify('warning', `gpt-oss: ${message}`, ...actions.map(({ label }) => label));
  await actions.find(({ label }) => label === answer)?.run();
}

const plain: Omit<NotifierPort, 'offer'> = {
  info(message) {
    void notify('info', message);
  },

  async confirm(message, yes) {
    return (await question(message, '', yes)) === yes;
  },

  warn(message) {
    void notify('warning', `gpt-oss: ${message}`);
  },

  async progress(title, task) {
    return showProgress(`gpt-oss: ${title}`, task);
  },

  async choose({ title, placeholder, entries }) {
    const items = entries.map((entry, value) => listItem({ ...entry, value }));
    return choose(items, { title: `gpt-oss: ${title}`, placeholder });
  },

  async ask({ title, ...texts }) {
    return askText({ title: `gpt-oss: ${title}`, ...texts });
  },
};
