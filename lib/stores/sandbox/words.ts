/** A text in the three languages of the sandbox's shop. */
export type Words = { fr: string; en: string; de: string };

type Kind = Words & { type: Words; unit: "g" | "ml" | "cl" | "pc"; priceCents: number };

const groceries = { fr: "Épicerie", en: "Groceries", de: "Lebensmittel" };
const drinks = { fr: "Boissons", en: "Drinks", de: "Getränke" };
const sweets = { fr: "Douceurs", en: "Sweets", de: "Süßes" };
const home = { fr: "Maison", en: "Home", de: "Haushalt" };

/** What the shop sells. */
export const kinds: readonly [Kind, ...Kind[]] = [
  { fr: "Miel", en: "Honey", de: "Honig", type: groceries, unit: "g", priceCents: 690 },
  { fr: "Moutarde", en: "Mustard", de: "Senf", type: groceries, unit: "g", priceCents: 390 },
  { fr: "Confiture", en: "Jam", de: "Konfitüre", type: sweets, unit: "g", priceCents: 480 },
  { fr: "Huile d’olive", en: "Olive oil", de: "Olivenöl", type: groceries, unit: "ml", priceCents: 1290 },
  { fr: "Vinaigre", en: "Vinegar", de: "Essig", type: groceries, unit: "ml", priceCents: 590 },
  { fr: "Crémant", en: "Sparkling wine", de: "Crémant", type: drinks, unit: "cl", priceCents: 1190 },
  { fr: "Riesling", en: "Riesling", de: "Riesling", type: drinks, unit: "cl", priceCents: 980 },
  { fr: "Jus de pomme", en: "Apple juice", de: "Apfelsaft", type: drinks, unit: "cl", priceCents: 350 },
  { fr: "Limonade", en: "Lemonade", de: "Limonade", type: drinks, unit: "cl", priceCents: 290 },
  { fr: "Thé", en: "Tea", de: "Tee", type: drinks, unit: "g", priceCents: 720 },
  { fr: "Café en grains", en: "Coffee beans", de: "Kaffeebohnen", type: drinks, unit: "g", priceCents: 950 },
  { fr: "Chocolat", en: "Chocolate", de: "Schokolade", type: sweets, unit: "g", priceCents: 450 },
  { fr: "Pralines", en: "Pralines", de: "Pralinen", type: sweets, unit: "g", priceCents: 1450 },
  { fr: "Biscuits", en: "Biscuits", de: "Kekse", type: sweets, unit: "g", priceCents: 380 },
  { fr: "Pâtes", en: "Pasta", de: "Nudeln", type: groceries, unit: "g", priceCents: 320 },
  { fr: "Lentilles", en: "Lentils", de: "Linsen", type: groceries, unit: "g", priceCents: 340 },
  { fr: "Sel", en: "Salt", de: "Salz", type: groceries, unit: "g", priceCents: 410 },
  { fr: "Bougie", en: "Candle", de: "Kerze", type: home, unit: "pc", priceCents: 1490 },
  { fr: "Savon", en: "Soap", de: "Seife", type: home, unit: "g", priceCents: 560 },
  { fr: "Panier cadeau", en: "Gift basket", de: "Geschenkkorb", type: home, unit: "pc", priceCents: 3900 },
];

/** How it tastes, smells or comes. */
export const flavours: readonly [Words, ...Words[]] = [
  { fr: "bio", en: "organic", de: "bio" },
  { fr: "à la lavande", en: "with lavender", de: "mit Lavendel" },
  { fr: "au thym", en: "with thyme", de: "mit Thymian" },
  { fr: "à la vanille", en: "with vanilla", de: "mit Vanille" },
  { fr: "aux noix", en: "with walnuts", de: "mit Walnüssen" },
  { fr: "au citron", en: "with lemon", de: "mit Zitrone" },
  { fr: "à la mirabelle", en: "with mirabelle plum", de: "mit Mirabelle" },
  { fr: "au sureau", en: "with elderflower", de: "mit Holunder" },
  { fr: "à l’ancienne", en: "traditional", de: "nach alter Art" },
  { fr: "aux herbes", en: "with herbs", de: "mit Kräutern" },
  { fr: "fumé", en: "smoked", de: "geräuchert" },
  { fr: "nature", en: "plain", de: "natur" },
];

/** Makers; all invented. */
export const brands: readonly [string, ...string[]] = [
  "Maison Grund",
  "Haff Weber",
  "Moulin d’Alzette",
  "Kellerei Schengen",
  "Ferme du Mullerthal",
  "Atelier Pfaffenthal",
  "Biereger Haus",
  "Ösling Naturkost",
  "La Belle Étagère",
  "Rucher des Ardennes",
];

/** Sizes per unit, smallest first. */
export const sizes: Record<Kind["unit"], readonly [string, string, string]> = {
  g: ["125 g", "250 g", "500 g"],
  ml: ["250 ml", "500 ml", "750 ml"],
  cl: ["33 cl", "75 cl", "150 cl"],
  pc: ["S", "M", "L"],
};
