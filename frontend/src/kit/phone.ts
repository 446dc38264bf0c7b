/** Show a stored `+84912345678`, or one a visitor wrote, as people write it: `0912 345 678`. */
export function showPhone(phone: string | null): string {
  if (!phone) return '';
  const local = phone.replace(/^(\+84|84(?=[35789]\d{8}$))/, '0');
  return local.replace(/^(\d{4})(\d{3})(\d{3,4})$/, '$1 $2 $3');
}
