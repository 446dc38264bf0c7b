/** Link targets as people type them, brought into the forms that the page tree takes. */

const TAKEN =
  /^(?:https?:\/\/[^\s<>"'\\]+|mailto:[^\s<>"'\\]+|tel:[+0-9().\- ]+|\/(?![/\\])[^\s<>"'\\]*|#[\w-]*)$/;
const EMAIL = /^[^\s@<>"'\\/]+@[^\s@<>"'\\/]+\.[^\s@<>"'\\/]+$/;
const PHONE = /^\+?[0-9][0-9().\- ]{6,18}$/;
const SITE = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?$/i;

/** Whether the page tree takes this as it is. */
export function isLink(text: string): boolean {
  return text === '' || TAKEN.test(text);
}

/** The link meant by what was typed (an address, a phone, an e-mail); null when there is none. */
export function readLink(typed: string): string | null {
  const text = typed.trim();
  if (isLink(text)) return text;
  if (EMAIL.test(text)) return `mailto:${text}`;
  if (PHONE.test(text)) return `tel:${text}`;
  return SITE.test(text) ? readLink(`https://${text}`) : null;
}

/** The name of an anchor in the letters that an address takes: `Đặt hàng` is `dat-hang`. */
export function readAnchor(typed: string): string {
  return inPlainLetters(typed)
    .replace(/^[^a-z]+/, '')
    .slice(0, 40);
}

/** A page's address in plain letters: `Tặng sách!` is `tang-sach`. */
export function readSlug(typed: string): string {
  return inPlainLetters(typed)
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
}

function inPlainLetters(typed: string): string {
  return typed
    .replace(/[đĐ]/g, 'd')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
}
