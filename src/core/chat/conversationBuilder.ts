import { root } from './branches.ts';
import {
  applyChange,
  type Change,
  type Conversation,
  parentOf,
  type ReplyChange,
  type Turn,
  updatedReply,
  withTurns,
} from './conversation.ts';

/**
 * Applies many changes as `applyChange` would, in time that grows with their number and not with its square.
 * It collects them; all that follows from the turns, such as the path that is shown, is found once, when it is
 * asked for. What is removed, which is rare, goes through `applyChange`.
 */
export class ConversationBuilder {
  #base: Conversation;
  /** Every turn by id, in the order they came. */
  readonly #turns = new Map<string, Turn>();
  /** What each turn hangs on: the root where what it names did not come before it. */
  readonly #parents = new Map<string, string>();
  /** The chosen turn of those that hang on the same one, in the order they were chosen. */
  readonly #chosen = new Map<string, string>();
  /** The turns that are shown, each with its place; undefined where a choice made another path. */
  #path: Path | undefined;
  #changed = false;

  constructor(conversation: Conversation) {
    this.#base = conversation;
    this.#look();
  }

  get conversation(): Conversation {
    if (this.#changed) this.#base = withTurns(this.#base, [...this.#turns.values()], [...this.#chosen.values()]);
    this.#changed = false;
    return this.#base;
  }

  apply(change: Change): void {
    switch (change.type) {
      case 'turnAdded':
        this.#add(change.turn);
        break;
      case 'branchChosen':
        this.#choose(change.id);
        break;
      case 'renamed':
      case 'pinned':
        this.#base = applyChange(this.#base, change);
        break;
      case 'turnRemoved':
        this.#base = applyChange(this.conversation, change);
        this.#look();
        break;
      default:
        this.#update(change);
    }
  }

  #add(added: Turn): void {
    if (this.#turns.has(added.id)) return;
    const isUnplaced = added.role === 'user' && added.after === undefined;
    const turn = isUnplaced ? { ...added, after: this.#shown().last } : added;
    const parent = this.#hang(turn);
    this.#chosen.delete(parent);
    this.#path?.follow(parent, turn.id);
    this.#changed = true;
  }

  #choose(id: string): void {
    const parent = this.#parents.get(id);
    if (parent === undefined) return;
    // Deleted first, so that the latest choice is the last.
    this.#chosen.delete(parent);
    this.#chosen.set(parent, id);
    this.#path = undefined;
    this.#changed = true;
  }

  #update(change: ReplyChange): void {
    const turn = this.#turns.get(change.id);
    if (turn?.role !== 'assistant') return;
    this.#turns.set(change.id, updatedReply(turn, change));
    this.#changed = true;
  }

  #shown(): Path {
    this.#path ??= new Path(this.conversation.turns.map(({ id }) => id));
    return this.#path;
  }

  #hang(turn: Turn): string {
    const named = parentOf(turn);
    const parent = this.#turns.has(named) ? named : root;
    this.#turns.set(turn.id, turn);
    this.#parents.set(turn.id, parent);
    return parent;
  }

  #look(): void {
    for (const kept of [this.#turns, this.#parents, this.#chosen]) kept.clear();
    for (const turn of this.#base.all) this.#hang(turn);
    for (const id of this.#base.chosen) this.#chosen.set(this.#parents.get(id) ?? root, id);
    this.#path = undefined;
  }
}

/** The turns that are shown, from the first to the last. */
class Path {
  readonly #ids: string[];
  readonly #places: Map<string, number>;

  constructor(ids: readonly string[]) {
    this.#ids = [...ids];
    this.#places = new Map(ids.map((id, place) => [id, place]));
  }

  get last(): string {
    return this.#ids.at(-1) ?? root;
  }

  /** A new turn is shown in place of all that followed its parent, where that is shown itself. */
  follow(parent: string, id: string): void {
    const place = parent === root ? -1 : this.#places.get(parent);
    if (place === undefined) return;
    for (const gone of this.#ids.splice(place + 1)) this.#places.delete(gone);
    this.#places.set(id, this.#ids.length);
    this.#ids.push(id);
  }
}
