import { networkInterfaces } from 'node:os';

/**
 * Whether some address of this machine leads beyond it. One that a machine gives itself for want of a network does not
 * count.
 */
export function hasNetwork(interfaces = networkInterfaces()): boolean {
  return Object.values(interfaces).some((addresses) =>
    addresses?.some(({ internal, address }) => !internal && !isLinkLocal(address)),
  );
}

/** RFC 3927 and RFC 4291, 2.5.6. */
function isLinkLocal(address: string): boolean {
  return address.startsWith('169.254.') || /^fe[89ab]/i.test(address);
}
