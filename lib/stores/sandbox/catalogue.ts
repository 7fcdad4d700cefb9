import { opaqueId, pickNumber } from "@/lib/platform/sandbox/random";
import { brands, flavours, kinds, sizes, type Words } from "./words";

/** One product of the sandbox's shop; the feed and the shipments tell of the same ones. */
export type CatalogueProduct = {
  number: number;
  id: string;
  variantId: string;
  groupId: string;
  title: Words;
  description: Words;
  type: Words;
  brand: string;
  gtin: string;
  size: string;
  priceCents: number;
  salePriceCents: number | null;
  quantity: number;
};

/** The product with this number, from 0 on; the same on every start and for every feed length. */
export function productAt(number: number): CatalogueProduct {
  // Three sizes follow each other and make one group.
  const group = Math.floor(number / 3);
  const step = number % 3;
  const kind = kinds[group % kinds.length] ?? kinds[0];
  const flavour = flavours[Math.floor(group / kinds.length) % flavours.length] ?? flavours[0];
  const round = Math.floor(group / (kinds.length * flavours.length));
  const brand = brands[(round + group) % brands.length] ?? brands[0];
  const series = Math.floor(round / brands.length);
  const size = sizes[kind.unit][step] ?? sizes[kind.unit][0];
  const priceCents = Math.round(kind.priceCents * (1 + step * 0.8)) + pickNumber(`price:${number}`, 200);
  const isOnSale = pickNumber(`sale:${number}`, 12) === 0;
  const name = (language: keyof Words) =>
    `${kind[language]} ${flavour[language]} ${brand}${series > 0 ? ` N°${series + 1}` : ""}, ${size}`;
  return {
    number,
    id: `EDG-${String(number + 1).padStart(5, "0")}`,
    variantId: opaqueId("variant", number),
    groupId: `EDG-G${String(group + 1).padStart(5, "0")}`,
    title: { fr: name("fr"), en: name("en"), de: name("de") },
    description: {
      fr: `${name("fr")}. Produit par ${brand}, choisi par l’Épicerie du Grund.`,
      en: `${name("en")}. Made by ${brand}, chosen by Épicerie du Grund.`,
      de: `${name("de")}. Hergestellt von ${brand}, ausgewählt von der Épicerie du Grund.`,
    },
    type: kind.type,
    brand,
    gtin: gtin13(540_000_000_000 + number * 7 + 1_000_000),
    size,
    priceCents,
    salePriceCents: isOnSale ? Math.round(priceCents * 0.8) : null,
    quantity: pickNumber(`stock:${number}`, 60),
  };
}

/** Cents as a plain decimal, such as "12.30". */
export function decimal(cents: number): string {
  return (cents / 100).toFixed(2);
}

function gtin13(twelveDigits: number): string {
  const digits = String(twelveDigits).padStart(12, "0");
  let sum = 0;
  for (const [index, digit] of [...digits].entries()) sum += Number(digit) * (index % 2 === 0 ? 1 : 3);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
