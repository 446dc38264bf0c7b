/** Link targets as people type them, brought into the forms that pages and mails take. */

/** Where a link stands: a page has paths and sections of its own, a mail has merge fields. */
export type LinkPlace = 'page' | 'mail';

const TAKEN: Record<LinkPlace, RegExp> = {
  page: /^(?:https?:\/\/[^\s<>"'\\]+|mailto:[^\s<>"'\\]+|tel:[+0-9().\- ]+|\/(?![/\\])[^\s<>"'\\]*|#[\w-]*)$/,
  mail: /^(?:tel:[+0-9().\- ]+|(?:https?:\/\/|mailto:|(?=\{\{))(?:\{\{[^{}<>\\]+\}\}|[^\s<>"'\\{}])+)$/,
};
const EMAIL = /^[^\s@<>"'\\/]+@[^\s@<>"'\\/]+\.[^\s@<>"'\\/]+$/;
const PHONE = /^\+?[0-9][0-9().\- ]{6,18}$/;
const SITE = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?$/i;

/** Whether a page or mail takes this as it is. */
export function isLink(text: string, place: LinkPlace = 'page'): boolean {
  return text === '' || TAKEN[place].test(text);
}

/** The link meant by what was typed (an address, a phone, an e-mail); null when there is none. */
export function readLink(typed: string, place: LinkPlace = 'page'): string | null {
  const text = typed.trim();
  if (isLink(text, place)) return text;
  if (EMAIL.test(text)) return `mailto:${text}`;
  if (PHONE.test(text)) return `tel:${text}`;
  return SITE.test(text) ? readLink(`https://${text}`, place) : null;
}
