import type { FileHandle } from 'node:fs/promises';
import { type Disk, nodeDisk } from '../../src/host/disk/disk.ts';

/** What is wrong with the disk: one call fails, or all from one on; or a write takes half of what it was given. */
export interface Fault {
  readonly kind: 'once' | 'always' | 'short';
  /** Which call, counted from 1. */
  readonly at: number;
}

type Call = (...args: unknown[]) => unknown;

/** A real disk that fails where it is told to. Reading, writing and closing a file count as calls too. */
export class FaultyDisk {
  fault: Fault | undefined;
  /** The calls there were, by name. */
  readonly calls: string[] = [];
  readonly disk: Disk = this.#wrap(nodeDisk);

  #wrap<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (of, name) => {
        const value: unknown = Reflect.get(of, name, of);
        return typeof value === 'function' ? (...args: unknown[]) => this.#call(of, name, value as Call, args) : value;
      },
    });
  }

  async #call(of: object, name: string | symbol, call: Call, args: unknown[]): Promise<unknown> {
    this.calls.push(String(name));
    const count = this.calls.length;
    const { kind, at = 0 } = this.fault ?? {};
    const isHit = kind === 'always' ? count >= at : count === at;
    // A handle that was not closed would stay open for good.
    if (name === 'close') await call.apply(of, args);
    if (isHit && kind !== undefined && kind !== 'short') throw noSpace();
    if (name === 'close') return undefined;
    if (isHit && name === 'write') return call.apply(of, halfOf(args));
    const result = await call.apply(of, args);
    return name === 'open' ? this.#wrap(result as FileHandle) : result;
  }
}

/** The arguments of a write that takes half as many bytes. */
function halfOf([bytes, from, length, position]: unknown[]): unknown[] {
  return typeof length === 'number' ? [bytes, from, Math.floor(length / 2), position] : [bytes, from, length, position];
}

function noSpace(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
}
