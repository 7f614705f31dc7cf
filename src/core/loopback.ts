/**
 * Whether a host is this machine itself, unreachable from others.
 *
 * @param host without its port; an IPv6 address with or without brackets
 */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
