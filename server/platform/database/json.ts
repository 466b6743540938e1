/** Documents kept as jsonb, read back with the schema that they were written by. */
import type { z } from 'zod';

/**
 * The document as its type. What the schema does not name is left out. A document of another shape is a defect of ours or of a migration,
 * nothing a user can mend: it throws an Error that says what is read and where it differs. `what`: the column, such as 'trips.exceptions'.
 */
export function readJson<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const wrong = read.error.issues.slice(0, 3).map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
  throw new Error(`${what} holds a document of another shape: ${wrong.join('; ')}`);
}
