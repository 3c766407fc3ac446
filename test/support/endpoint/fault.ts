import type { Behaviour } from './behaviour.ts';

export interface Fault {
  readonly behaviour: Behaviour;
  readonly describes: string;
  /** Seen only by a request with `stream: true`. */
  readonly asksStream?: true;
}
