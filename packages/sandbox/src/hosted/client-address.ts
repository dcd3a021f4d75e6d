import ipaddr from 'ipaddr.js';

/**
 * Who a request counts for: an IPv4 address, or the network of an IPv6 address, since providers give each customer at
 * least its 64 bits. Of `X-Forwarded-For`, only what trusted proxies wrote counts: each appends the address that it was
 * called from, so the rest may be made up.
 */
export function clientAddress(peer: string | undefined, forwarded: string | undefined, trustedProxies: number): string {
  const hops = [...(forwarded?.split(',') ?? []), peer ?? ''].map((hop) => hop.trim());
  const address = hops[Math.max(hops.length - 1 - trustedProxies, 0)] ?? '';
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
