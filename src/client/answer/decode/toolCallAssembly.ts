import { firstString, isObject } from '../json.ts';

interface Assembled {
  readonly index: number | undefined;
  id: string;
  name: string;
  whole: unknown;
  readonly parts: string[];
}

/** Puts tool calls together whose pieces came in the events of a stream. */
export class ToolCallAssembly {
  private readonly begun: Assembled[] = [];
  private readonly byIndex = new Map<number, Assembled>();
  private readonly byId = new Map<string, Assembled>();

  add(piece: unknown): void {
    if (!isObject(piece)) return;
    const inner = isObject(piece['function']) ? piece['function'] : piece;
    const index = typeof piece['index'] === 'number' ? piece['index'] : undefined;
    const call = this.callOf(index, firstString(piece['id']), firstString(inner['name']));
    const raw = inner['arguments'] ?? inner['parameters'];
    if (typeof raw === 'string') call.parts.push(raw);
    else if (raw !== undefined && raw !== null) call.whole = raw;
  }

  /** The calls in the order they began, in the flat form. */
  calls(): readonly unknown[] {
    return this.begun.map(({ id, name, whole, parts }) => ({
      ...(id === '' ? {} : { id }),
      name,
      arguments: parts.length > 0 ? parts.join('') : whole ?? '',
    }));
  }

  private callOf(index: number | undefined, id: string, name: string): Assembled {
    const known = this.byId.get(id) ?? this.known(index, id, name);
    if (known !== undefined) {
      known.id = known.id === '' ? id : known.id;
      known.name = known.name === '' ? name : known.name;
      return known;
    }
    const call: Assembled = { index, id, name, whole: undefined, parts: [] };
    this.begun.push(call);
    if (index !== undefined) this.byIndex.set(index, call);
    if (id !== '') this.byId.set(id, call);
    return call;
  }

  /** A piece goes on with the call of its index, or else with the last; a new id or name begins another. */
  private known(index: number | undefined, id: string, name: string): Assembled | undefined {
    const last = index === undefined ? this.begun.at(-1) : this.byIndex.get(index);
    if (last === undefined) return undefined;
    const begins = (id !== '' && last.id !== '' && id !== last.id) || (index === undefined && name !== '');
    return begins ? undefined : last;
  }
}
