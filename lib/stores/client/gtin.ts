/** True for 8, 12, 13 or 14 digits whose last one is the right check digit. */
export function isGtin(text: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return false;
  let sum = 0;
  for (const [index, digit] of [...text.padStart(14, "0")].entries()) sum += Number(digit) * (index % 2 === 0 ? 3 : 1);
  return sum % 10 === 0;
}
