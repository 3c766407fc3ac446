import { JsonTracker } from '../../harmony/jsonTracker.ts';
import { firstString, isObject } from '../json.ts';

interface Assembled {
  readonly index: number | undefined;
  id: string;
  name: string;
  whole: unknown;
  readonly parts: string[];
  /** Follows the arguments that came as text. */
  readonly json: JsonTracker;
}

/** Puts tool calls together whose pieces came in the events of a stream, in whatever order. */
export class ToolCallAssembly {
  private readonly begun: Assembled[] = [];
  private readonly byIndex = new Map<number, Assembled>();
  private readonly byId = new Map<string, Assembled>();

  add(piece: unknown): void {
    if (!isObject(piece)) return;
    const inner = isObject(piece['function']) ? piece['function'] : piece;
    const id = firstString(piece['id'], piece['call_id']);
    const call = this.callOf(indexOf(piece['index']), id, firstString(inner['name']));
    const raw = inner['arguments'] ?? inner['parameters'];
    if (typeof raw === 'string') {
      call.parts.push(raw);
      call.json.feed(raw);
    } else if (raw !== undefined && raw !== null) {
      call.whole = raw;
    }
  }

  /** The calls in the flat form: by their index where all have one, else in the order they began. */
  calls(): readonly unknown[] {
    const indexed = this.begun.every(({ index }) => index !== undefined);
    const ordered = indexed ? this.begun.toSorted((one, other) => (one.index ?? 0) - (other.index ?? 0)) : this.begun;
    return ordered.map(({ id, name, whole, parts }) => ({
      ...(id === '' ? {} : { id }),
      name,
      arguments: parts.join('') || (whole ?? ''),
    }));
  }

  private callOf(index: number | undefined, id: string, name: string): Assembled {
    const known = this.byId.get(id) ?? this.known(index, id, name);
    const call = known ?? { index, id, name, whole: undefined, parts: [], json: new JsonTracker() };
    call.id = call.id === '' ? id : call.id;
    call.name = call.name === '' ? name : call.name;
    if (known === undefined) this.begun.push(call);
    if (index !== undefined) this.byIndex.set(index, call);
    if (id !== '') this.byId.set(id, call);
    return call;
  }

  /**
   * A piece goes on with the call of its index, or else with the last one. It begins another call when it has a name
   * and, with an index, another id; without an index, when the last call already has a name and is not open any more.
   */
  private known(index: number | undefined, id: string, name: string): Assembled | undefined {
    const last = index === undefined ? this.begun.at(-1) : this.byIndex.get(index);
    if (last === undefined || name === '' || last.name === '') return last;
    const otherId = id !== '' && last.id !== '' && id !== last.id;
    const open = last.name === name && last.whole === undefined && last.json.isOpen;
    return otherId || (index === undefined && !open) ? undefined : last;
  }
}

function indexOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : undefined;
}
