import type * as vscode from 'vscode';
import type { Capabilities, CapabilityStore, EndpointIdentity } from '../../app/ports.ts';

const stateKey = 'gptOss.capabilities';

type Known = Readonly<Record<string, Capabilities>>;

/** What probes found, in VS Code's global state: it holds for every window, and never a key. */
export function capabilityMemory(state: vscode.Memento): CapabilityStore {
  const all = (): Known => state.get<Known>(stateKey) ?? {};
  return {
    read: (endpoint) => all()[nameOf(endpoint)],
    write: async (endpoint, found) => state.update(stateKey, { ...all(), [nameOf(endpoint)]: found }),
    forget: async (endpoint) => {
      const others = Object.entries(all()).filter(([name]) => name !== nameOf(endpoint));
      await state.update(stateKey, Object.fromEntries(others));
    },
    clear: async () => state.update(stateKey, undefined),
  };
}

function nameOf({ url, protocol, model }: EndpointIdentity): string {
  return JSON.stringify([url, protocol, model]);
}
