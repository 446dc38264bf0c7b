/** Names in the plain letters that addresses take. */

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
