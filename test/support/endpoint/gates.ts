interface Gate {
  permits: number;
  readonly waiting: Set<() => void>;
}

/** Named gates which let pieces of an answer through one by one. */
export class Gates {
  readonly #gates = new Map<string, Gate>();

  open(name: string, pieces = Infinity): void {
    const gate = this.#gate(name);
    gate.permits += pieces;
    for (const pass of gate.waiting) {
      if (gate.permits === 0) return;
      gate.permits -= 1;
      gate.waiting.delete(pass);
      pass();
    }
  }

  /** Resolves once the gate lets one piece through, or `gone` is aborted. */
  pass(name: string, gone: AbortSignal): Promise<void> {
    const gate = this.#gate(name);
    if (gate.permits > 0) {
      gate.permits -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      gate.waiting.add(resolve);
      gone.addEventListener('abort', () => {
        gate.waiting.delete(resolve);
        resolve();
      });
    });
  }

  reset(): void {
    this.#gates.clear();
  }

  #gate(name: string): Gate {
    const known = this.#gates.get(name);
    if (known) return known;
    const gate: Gate = { permits: 0, waiting: new Set() };
    this.#gates.set(name, gate);
    return gate;
  }
}
