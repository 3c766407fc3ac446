import type { Capabilities, CapabilityStore, EndpointIdentity } from '../ports.ts';

/** How the setting for streaming reads. */
export type StreamingSetting = 'auto' | 'on' | 'off';

/** What of an endpoint's abilities a request makes use of. */
export interface Beyond {
  readonly stream: boolean;
  readonly sendsEffort: boolean;
}

/**
 * What goes beyond the documented call: only what the user set or a probe found. The protocol `openai` has streams of
 * its own, so there nothing has to be found first.
 */
export function beyondDocumented(
  identity: EndpointIdentity,
  streaming: StreamingSetting,
  store: CapabilityStore,
): Beyond {
  const known = store.read(identity);
  const streams = known === undefined ? identity.protocol === 'openai' : known.stream === 'streams';
  return {
    stream: streaming === 'auto' ? streams : streaming === 'on',
    sendsEffort: known?.reasoningEffort === 'taken',
  };
}

const findings: Readonly<
  Record<keyof Omit<Capabilities, 'checkedAt'>, readonly [title: string, words: Readonly<Record<string, string>>]>
> = {
  stream: [
    'Streaming',
    {
      streams: 'works',
      whole: 'is answered in one piece',
      empty: 'is answered with nothing',
      refused: 'is refused',
      unknown: 'could not be tried',
    },
  ],
  tools: [
    'Tools',
    { called: 'work', taken: 'are taken, but none was called', refused: 'are refused', unknown: 'could not be tried' },
  ],
  reasoningEffort: [
    'Reasoning level as a parameter',
    { taken: 'is taken', refused: 'is refused', unknown: 'could not be tried' },
  ],
};

export interface Finding {
  readonly title: string;
  readonly words: string;
  readonly good: boolean;
}

/** What was found out about an endpoint, row by row, in words. */
export function findingsOf(known: Capabilities): Finding[] {
  return (['stream', 'tools', 'reasoningEffort'] as const).map((name) => {
    const [title, words] = findings[name];
    return {
      title,
      words: words[known[name]] ?? known[name],
      good: ['streams', 'called', 'taken'].includes(known[name]),
    };
  });
}
