/** Show a stored `+84912345678` as people write it: `0912 345 678`. */
export function showPhone(phone: string | null): string {
  if (!phone) return '';
  const local = phone.startsWith('+84') ? `0${phone.slice(3)}` : phone;
  return local.replace(/^(\d{4})(\d{3})(\d{3,4})$/, '$1 $2 $3');
}
