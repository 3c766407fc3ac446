import { errorFaults } from './errorFaults.ts';
import type { Fault } from './fault.ts';
import { harmonyFaults } from './harmonyFaults.ts';
import { hostileFaults } from './hostileFaults.ts';
import { replyFaults } from './replyFaults.ts';
import { streamFaults } from './streamFaults.ts';

const table = {
  ...errorFaults,
  ...replyFaults,
  ...harmonyFaults,
  ...streamFaults,
  ...hostileFaults,
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof table;

/** Every misbehaviour ENDPOINT.md knows of, and those of a hostile server, by name. */
export const faults: Readonly<Record<FaultName, Fault>> = table;

export const faultNames = Object.keys(faults) as readonly FaultName[];
