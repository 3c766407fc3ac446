import { asObject, firstString, isObject } from '../json.ts';

interface Partial {
  readonly index: number | undefined;
  id: string;
  name: string;
  whole: unknown;
  readonly parts: string[];
}

/** Puts tool calls together whose pieces came in the events of a stream. */
export class ToolCallAssembly {
  private readonly partials: Partial[] = [];
  private readonly byIndex = new Map<number, Partial>();
  private readonly byId = new Map<string, Partial>();

  add(piece: unknown): void {
    if (!isObject(piece)) return;
    const inner = isObject(piece['function']) ? piece['function'] : piece;
    const index = typeof piece['index'] === 'number' ? piece['index'] : undefined;
    const partial = this.partialOf(index, firstString(piece['id']), firstString(inner['name']));
    const raw = inner['arguments'] ?? inner['parameters'];
    if (typeof raw === 'string') partial.parts.push(raw);
    else if (raw !== undefined && raw !== null) partial.whole = raw;
  }

  /** The calls in the order they began, in the flat form. */
  calls(): readonly unknown[] {
    return this.partials.map(({ id, name, whole, parts }) => ({
      ...(id === '' ? {} : { id }),
      name,
      arguments: parts.length > 0 ? parts.join('') : asObjectOr(whole),
    }));
  }

  private partialOf(index: number | undefined, id: string, name: string): Partial {
    const known = this.byId.get(id) ?? this.known(index, id, name);
    if (known !== undefined) {
      known.id = known.id === '' ? id : known.id;
      known.name = known.name === '' ? name : known.name;
      return known;
    }
    const partial: Partial = { index, id, name, whole: undefined, parts: [] };
    this.partials.push(partial);
    if (index !== undefined) this.byIndex.set(index, partial);
    if (id !== '') this.byId.set(id, partial);
    return partial;
  }

  /** A piece goes on with the call of its index, or else with the last; a new id or name begins another. */
  private known(index: number | undefined, id: string, name: string): Partial | undefined {
    const last = index === undefined ? this.partials.at(-1) : this.byIndex.get(index);
    if (last === undefined) return undefined;
    const begins = (id !== '' && last.id !== '' && id !== last.id) || (index === undefined && name !== '');
    return begins ? undefined : last;
  }
}

function asObjectOr(whole: unknown): unknown {
  return whole === undefined ? '' : isObject(whole) ? asObject(whole) : whole;
}
