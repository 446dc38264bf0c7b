/** What a person has changed in a form, so that only that is saved. */

type Values = Readonly<Record<string, unknown>>;

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The values that differ, each whole. */
export function changedOf<T extends object>(before: T, after: T): Partial<T> {
  const old = before as Values;
  const changed = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(old[name]) !== JSON.stringify(value),
  );
  return Object.fromEntries(changed) as Partial<T>;
}

/**
 * The values that differ from those the form began with; of an object of values, such as fields of
 * the shop's own, those within it. What somebody else has saved meanwhile in other fields stays.
 */
export function editsOf<T extends object>(before: T, after: T): Partial<T> {
  const old = before as Values;
  const changed = Object.entries(changedOf(before, after)).map(([name, value]) => {
    const was = old[name];
    return [name, isValues(was) && isValues(value) ? editsOf(was, value) : value];
  });
  return Object.fromEntries(changed) as Partial<T>;
}

/** What is known now, with what a person has changed on top. */
export function withEdits<T extends object>(now: T, edits: Partial<T>): T {
  const known = now as Values;
  const merged = Object.entries(edits).map(([name, value]) => {
    const is = known[name];
    return [name, isValues(is) && isValues(value) ? withEdits(is, value) : value];
  });
  return { ...now, ...Object.fromEntries(merged) };
}
