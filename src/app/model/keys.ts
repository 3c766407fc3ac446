import { AssistantError } from '../../core/errors.ts';
import type { SecretsPort } from '../ports.ts';

/** Asks for the key in a masked box; `undefined` when dismissed. `why` says what it is needed for. */
export type AskForKey = (why: string | undefined, problemOf: (input: string) => string | undefined) => Promise<string | undefined>;

/** What is wrong with a typed key, in words; `undefined` when nothing is. */
export function keyProblem(input: string): string | undefined {
  const key = input.trim();
  if (key === '') return 'The key is empty. Paste the key from your Dataoorts account.';
  if (/\s/.test(key)) return 'A key has no spaces or line breaks inside. Paste the key alone.';
  // Anything else cannot go into an HTTP header.
  if (!/^[\x21-\x7e]+$/.test(key)) return 'The key holds characters that no key has. Copy it again from your Dataoorts account.';
  return undefined;
}

/** The API key of the endpoint: kept in SecretStorage; where that holds nothing, the environment's. */
export class Keys {
  readonly #secrets: SecretsPort;
  readonly #ask: AskForKey;
  readonly #needed: () => boolean;

  /** `needed`: whether the endpoint asks for a key at all. */
  constructor(secrets: SecretsPort, ask: AskForKey, needed: () => boolean = () => true) {
    this.#secrets = secrets;
    this.#ask = ask;
    this.#needed = needed;
  }

  async current(): Promise<string | undefined> {
    return (await this.#secrets.stored()) ?? this.#secrets.fromEnvironment();
  }

  /** Every key there is, so that it can be kept out of a text. */
  async all(): Promise<readonly (string | undefined)[]> {
    return [...(await this.#secrets.all()), this.#secrets.fromEnvironment()];
  }

  /** Whether requests can be sent. */
  async ready(): Promise<boolean> {
    return !this.#needed() || (await this.current()) !== undefined;
  }

  /** Asks for the key and stores it. False when dismissed. Throws `keyNotStored`. */
  async set(why?: string): Promise<boolean> {
    const input = await this.#ask(why, keyProblem);
    if (input === undefined) return false;
    await this.#store(input.trim());
    return true;
  }

  /** Makes sure there is a key, asking for one where there is none; throws `noKey` when the user would not. */
  async ensure(why: string): Promise<void> {
    if (await this.ready()) return;
    if (!(await this.set(why))) throw new AssistantError('noKey');
  }

  async remove(): Promise<void> {
    await this.#secrets.remove();
  }

  /** Stores and reads back: without a keyring some systems take a secret and lose it. */
  async #store(key: string): Promise<void> {
    let kept: string | undefined;
    try {
      await this.#secrets.store(key);
      kept = await this.#secrets.stored();
    } catch (failure) {
      throw new AssistantError('keyNotStored', {}, failure);
    }
    if (kept !== key) throw new AssistantError('keyNotStored');
  }
}
