/** The address of an operation. Pure: no browser. */
/** The loose shape that the transport works on. */
export interface WireInput {
  params?: unknown;
  query?: unknown;
  body?: unknown;
}

/** The address of an operation: path parameters filled, the query behind it; what is undefined, null or empty is left out. */
export function addressOf(contract: { path: string }, input: WireInput): string {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const path = contract.path.replace(/:(\w+)/gu, (_, name: string) => encodeURIComponent(String(params[name] ?? '')));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries((input.query ?? {}) as Record<string, unknown>)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one));
    }
  }
  const query = search.toString();
  return query === '' ? path : `${path}?${query}`;
}
