import type { ClientConfig, Protocol } from './config.ts';
import { dataoorts } from './dataoorts.ts';
import { openai } from './openai.ts';
import type { WireAdapter } from './wire.ts';

const adapters: Readonly<Record<Protocol, WireAdapter>> = { dataoorts, openai };

export function adapterOf({ protocol }: ClientConfig): WireAdapter {
  return adapters[protocol];
}
