import assert from 'node:assert/strict';
import type { NetworkInterfaceInfo } from 'node:os';
import { hasNetwork } from '../../../../src/host/settings/network.ts';

const at = (address: string, internal = false): NetworkInterfaceInfo => {
  const common = { address, netmask: '', mac: '', internal, cidr: null };
  return address.includes(':') ? { ...common, family: 'IPv6', scopeid: 0 } : { ...common, family: 'IPv4' };
};

describe('whether there is a network', () => {
  it('is so with an address that leads somewhere', () => {
    assert.equal(hasNetwork({ lo: [at('127.0.0.1', true)], eth0: [at('192.168.1.7')] }), true);
    assert.equal(hasNetwork({ eth0: [at('2001:db8::1')] }), true);
  });

  it('is not so with the machine itself, or with an address made up for want of one', () => {
    assert.equal(hasNetwork({ lo: [at('127.0.0.1', true), at('::1', true)] }), false);
    assert.equal(hasNetwork({ eth0: [at('169.254.3.4'), at('fe80::1')] }), false);
    assert.equal(hasNetwork({}), false);
  });
});
