import type { NotifierPort } from '../../src/app/ports.ts';

export class FakeNotifier implements NotifierPort {
  readonly infos: string[] = [];
  readonly titles: string[] = [];
  readonly questions: string[] = [];
  answer: string | undefined;
  readonly offers: { readonly message: string; readonly actions: Parameters<NotifierPort['offer']>[1] }[] = [];
  readonly confirms: string[] = [];
  /** Whether what is confirmed is wanted. */
  yes = false;
  /** Cancels the progress that is shown now. */
  cancel: () => void = () => undefined;

  info(message: string): void {
    this.infos.push(message);
  }

  offer(message: string, actions: Parameters<NotifierPort['offer']>[1]): void {
    this.offers.push({ message, actions });
  }

  confirm(message: string): Promise<boolean> {
    this.confirms.push(message);
    return Promise.resolve(this.yes);
  }

  warn(message: string): void {
    this.infos.push(message);
  }

  progress<T>(title: string, task: Parameters<NotifierPort['progress']>[1]): Promise<T> {
    this.titles.push(title);
    const controller = new AbortController();
    this.cancel = () => controller.abort();
    return task(controller.signal, () => undefined) as Promise<T>;
  }

  /** The entry that is chosen from a list, counted from 0. */
  choice: number | undefined;
  readonly lists: Parameters<NotifierPort['choose']>[0][] = [];

  choose(list: Parameters<NotifierPort['choose']>[0]): Promise<number | undefined> {
    this.lists.push(list);
    return Promise.resolve(this.choice);
  }

  ask({ title }: Parameters<NotifierPort['ask']>[0]): Promise<string | undefined> {
    this.questions.push(title);
    return Promise.resolve(this.answer);
  }
}
