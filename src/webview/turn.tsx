import { Component, type VNode } from 'preact';
import type { Turn } from '../core/chat/conversation.ts';
import { ReplyView } from './reply.tsx';
import { UserTurnView } from './userTurn.tsx';

/** One turn, drawn again only when it changed: turns are never altered, only replaced. */
export class TurnView extends Component<{ readonly turn: Turn }> {
  override shouldComponentUpdate(next: { readonly turn: Turn }): boolean {
    return next.turn !== this.props.turn;
  }

  override render({ turn }: { readonly turn: Turn }): VNode {
    return turn.role === 'user' ? <UserTurnView turn={turn} /> : <ReplyView turn={turn} />;
  }
}
