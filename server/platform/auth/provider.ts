/** The identity provider (OpenID Connect), when one is set up. */
export function providerName(): string | null {
  return null;
}
