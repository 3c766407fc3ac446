import { AssistantError } from '../../core/errors.ts';
import type { SecretsPort } from '../ports.ts';
import { type KeyAddress, keyAddress } from './keyAddress.ts';

/** Where a key comes from: typed by the user and kept, or the environment variable. */
export type KeySource = 'stored' | 'environment';

/** What the user decided about a key and an address: it may go there, or requests go out without it. */
export type Consent = 'send' | 'withhold';

/** Remembers these decisions, each for the very address it was made for. */
export interface ConsentStore {
  read(source: KeySource, url: string): Consent | undefined;
  write(source: KeySource, url: string, consent: Consent | undefined): Promise<void>;
}

/** What a box for a key says. */
export interface KeyRequest {
  readonly address: KeyAddress;
  /** What the key is needed for, where it is asked for by something that needs it. */
  readonly why?: string;
}

/** Asks for a key in a masked box; `undefined` when dismissed. */
export type AskForKey = (
  request: KeyRequest,
  problemOf: (input: string) => string | undefined,
) => Promise<string | undefined>;

/** Asks whether the key may go to an address; `undefined` when dismissed. `optional`: the endpoint may work without. */
export type AskForConsent = (question: {
  readonly address: KeyAddress;
  readonly source: KeySource;
  readonly optional: boolean;
}) => Promise<Consent | undefined>;

/** Where requests go now. */
export interface KeyEndpoint {
  readonly url: string;
  readonly needsKey: boolean;
}

export interface KeyParts {
  readonly secrets: SecretsPort;
  readonly consents: ConsentStore;
  readonly endpoint: () => KeyEndpoint;
  /** The address the extension comes with. */
  readonly documentedUrl: string;
  readonly askForKey: AskForKey;
  readonly askForConsent: AskForConsent;
}

/** What is wrong with a typed key, in words; `undefined` when nothing is. */
export function keyProblem(input: string): string | undefined {
  const key = input.trim();
  if (key === '') return 'The key is empty. Paste the key from your account at this server.';
  if (/\s/.test(key)) return 'A key has no spaces or line breaks inside. Paste the key alone.';
  // Anything else cannot go into an HTTP header.
  if (!/^[\x21-\x7e]+$/.test(key)) return 'The key holds characters that no key has. Copy it again from your account.';
  return undefined;
}

interface Candidate {
  readonly key: string;
  readonly source: KeySource;
}

/**
 * The API key of the endpoint: the one kept for its server, else the environment's. A setting can be changed by a
 * profile, a dev container or another extension, so a key goes to the documented server and to this machine unasked,
 * and to any other address only after the user agreed to that very address.
 */
export class Keys {
  readonly #parts: KeyParts;

  constructor(parts: KeyParts) {
    this.#parts = parts;
  }

  /** The key to send to an address; none where the user has not agreed to it. */
  async keyFor(url: string): Promise<string | undefined> {
    const candidate = await this.#candidate(url);
    if (candidate === undefined) return undefined;
    return this.#consent(url, candidate.source) === 'send' ? candidate.key : undefined;
  }

  /** Every key there is, so that it can be kept out of a text. */
  async all(): Promise<readonly (string | undefined)[]> {
    const { secrets } = this.#parts;
    return [...(await secrets.all()), secrets.fromEnvironment()];
  }

  /** Whether requests can be sent, as far as a key can be had without typing one. */
  async ready(): Promise<boolean> {
    const { url, needsKey } = this.#parts.endpoint();
    return !needsKey || (await this.#candidate(url)) !== undefined;
  }

  /** Asks for a key for the endpoint's server and stores it. False when dismissed. Throws `keyNotStored`. */
  async set(why?: string): Promise<boolean> {
    const { endpoint, askForKey, consents } = this.#parts;
    const { url } = endpoint();
    const address = this.#address(url);
    if (address === undefined) throw notAnAddress(url);
    const input = await askForKey({ address, ...(why === undefined ? {} : { why }) }, keyProblem);
    if (input === undefined) return false;
    await this.#store(url, input.trim());
    // The box named the address, so typing a key into it is a yes.
    await consents.write('stored', address.url, 'send');
    return true;
  }

  /**
   * Makes sure that the next request can be sent: asks for a key where one is needed and there is none, and for consent
   * where the key has not gone to this address before. Throws `noKey` or `keyWithheld` when the user would not.
   */
  async ensure(why: string): Promise<void> {
    const { url, needsKey } = this.#parts.endpoint();
    const candidate = await this.#candidate(url);
    if (candidate !== undefined) await this.#ensureConsent(url, candidate.source, !needsKey);
    else if (needsKey && !(await this.set(why))) throw new AssistantError('noKey');
  }

  /** Forgets the key of the endpoint's server, and what was agreed for its address. */
  async remove(): Promise<void> {
    const { secrets, consents, endpoint } = this.#parts;
    const { url } = endpoint();
    await secrets.remove(url);
    const address = this.#address(url);
    if (address === undefined) return;
    await consents.write('stored', address.url, undefined);
    await consents.write('environment', address.url, undefined);
  }

  async #candidate(url: string): Promise<Candidate | undefined> {
    const { secrets } = this.#parts;
    const stored = await secrets.stored(url);
    if (stored !== undefined) return { key: stored, source: 'stored' };
    const key = secrets.fromEnvironment();
    return key === undefined ? undefined : { key, source: 'environment' };
  }

  #consent(url: string, source: KeySource): Consent | undefined {
    const address = this.#address(url);
    if (address === undefined) return 'withhold';
    return address.trust === 'other' ? this.#parts.consents.read(source, address.url) : 'send';
  }

  async #ensureConsent(url: string, source: KeySource, optional: boolean): Promise<void> {
    const consent = this.#consent(url, source);
    const address = this.#address(url);
    // Where nothing can be sent, the request itself says so.
    if (address === undefined || consent === 'send' || (consent === 'withhold' && optional)) return;
    const answer = await this.#parts.askForConsent({ address, source, optional });
    if (answer === undefined) throw new AssistantError('keyWithheld', { host: address.origin });
    await this.#parts.consents.write(source, address.url, answer);
  }

  #address(url: string): KeyAddress | undefined {
    return keyAddress(url, this.#parts.documentedUrl);
  }

  /** Stores and reads back: without a keyring some systems take a secret and lose it. */
  async #store(url: string, key: string): Promise<void> {
    const { secrets } = this.#parts;
    let kept: string | undefined;
    try {
      await secrets.store(url, key);
      kept = await secrets.stored(url);
    } catch (failure) {
      throw new AssistantError('keyNotStored', {}, failure);
    }
    if (kept !== key) throw new AssistantError('keyNotStored');
  }
}

function notAnAddress(url: string): AssistantError {
  const setting = `The setting gptOss.endpoint.url is no address of the web, so no key can be set for it: ${url}`;
  return new AssistantError('badSetting', { setting });
}
