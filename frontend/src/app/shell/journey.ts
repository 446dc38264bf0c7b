/** From when "day 5" is counted: the business time at which the fast-forwarding began. */

export interface Journey {
  start: string;
}

const FIVE_DAYS_MS = 5 * 86_400_000;
/** A wait that ends at exactly day 5 must be over, not just due. */
const SLACK_MS = 60_000;

const keyOf = (slug: string) => `donbay.journey.${slug}`;

/** The instant just past five days after the start. */
export function dayFive(journey: Journey): Date {
  return new Date(new Date(journey.start).getTime() + FIVE_DAYS_MS + SLACK_MS);
}

export function readJourney(slug: string): Journey | null {
  try {
    const start = sessionStorage.getItem(keyOf(slug));
    return start && !Number.isNaN(Date.parse(start)) ? { start } : null;
  } catch {
    return null;
  }
}

/** Remember the start of a journey unless one runs already. */
export function startJourney(slug: string, now: Date): void {
  if (readJourney(slug)) return;
  try {
    sessionStorage.setItem(keyOf(slug), now.toISOString());
  } catch {
    // Without storage day 5 is counted from the present moment.
  }
}

export function clearJourney(slug: string): void {
  try {
    sessionStorage.removeItem(keyOf(slug));
  } catch {
    // Nothing was kept.
  }
}
