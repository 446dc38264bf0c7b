/** Vietnamese text as it is looked for: `Đông Á` is found by `dong a`. */

/** Lower case, no accents, đ → d. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/đ/g, 'd');
}
