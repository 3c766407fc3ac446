import { Component, type VNode } from 'preact';
import type { Turn } from '../../core/chat/conversation.ts';
import { ReplyView } from './reply.tsx';
import { UserTurnView } from './userTurn.tsx';

interface TurnProps {
  readonly turn: Turn;
  /** The turns beside it, itself included; absent where there are none. */
  readonly branch: readonly string[] | undefined;
}

/** One turn, drawn again only when it changed: turns are never altered, only replaced. */
export class TurnView extends Component<TurnProps> {
  override shouldComponentUpdate({ turn, branch }: TurnProps): boolean {
    return turn !== this.props.turn || branch !== this.props.branch;
  }

  override render({ turn, branch }: TurnProps): VNode {
    if (turn.role === 'user') return <UserTurnView turn={turn} branch={branch} />;
    return <ReplyView turn={turn} branch={branch} />;
  }
}
