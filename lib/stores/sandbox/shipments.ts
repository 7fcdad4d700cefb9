import { opaqueId, pickNumber } from "@/lib/platform/sandbox/random";
import { type CatalogueProduct, productAt } from "./catalogue";
import { personAt, type WireAddress } from "./people";

const dayMs = 24 * 60 * 60 * 1000;
const windowDays = 90;
const olderShare = 0.15;
const soldProducts = 5_000;

type Translated = { en: string; fr: string; de: string };
type Brand = { __typename: "Brand"; name: string } | { __typename: "BrandUnknown"; identifier: string };
type WireVariant = {
  id: string;
  sku: string;
  mpn: string | null;
  price: number;
  tradeId: { number: string; parser: "gtin13" };
  product: { name: Translated; _brand: Brand };
};

/** A shipment as Letzshop's GraphQL gives it. */
export type WireShipment = {
  id: string;
  number: string;
  state: "confirmed" | "unconfirmed";
  order: {
    id: string;
    number: string;
    email: string;
    total: number;
    completedAt: string;
    locale: string;
    shipAddress: WireAddress;
    billAddress: WireAddress;
  };
  inventoryUnits: { id: string; state: string; variant: WireVariant }[];
};

/** The shop's shipments by state, newest first; each is made when it is asked for. */
export type ShipmentBook = {
  confirmed: readonly number[];
  unconfirmed: readonly number[];
  at: (number: number) => WireShipment;
};

/**
 * At least `count` shipments of the last 90 days and some older ones. They lie on a fixed line of time, so that the same id always tells
 * of the same order; as time goes by, new ones come and the oldest go. Each has one to four pieces, or just `pieces`.
 */
export function shipmentBook(count: number, now: Date, pieces?: number): ShipmentBook {
  const intervalMs = Math.floor((windowDays * dayMs) / (count + 2));
  const newest = Math.floor(now.getTime() / intervalMs);
  const total = Math.ceil(count * (1 + olderShare)) + 2;
  const confirmed: number[] = [];
  const unconfirmed: number[] = [];
  for (let back = 0; back < total; back += 1) {
    const number = newest - back;
    const isConfirmed = isConfirmedAt(number, now.getTime() - number * intervalMs);
    (isConfirmed ? confirmed : unconfirmed).push(number);
  }
  const states = new Set(unconfirmed);
  return {
    confirmed,
    unconfirmed,
    at: number => {
      const state = states.has(number) ? "unconfirmed" : "confirmed";
      return shipmentAt(number, new Date(number * intervalMs), { state, pieces });
    },
  };
}

/** Most orders are confirmed within a week; a few are forgotten. */
function isConfirmedAt(number: number, ageMs: number): boolean {
  const share = pickNumber(`confirmed:${number}`, 100);
  return ageMs < 7 * dayMs ? share < 30 : share < 98;
}

function shipmentAt(number: number, completedAt: Date, kind: Kind): WireShipment {
  const person = personAt(number);
  const units = unitsOf(number, kind);
  // 3^18 has no factor in common with 10^9, so no two numbers meet.
  const digits = String((BigInt(number) * 387_420_489n) % 1_000_000_000n).padStart(9, "0");
  const hasOtherBill = pickNumber(`bill:${number}`, 10) === 0;
  return {
    id: opaqueId("shipment", number),
    number: `H${digits}01`,
    state: kind.state,
    order: {
      id: opaqueId("order", number),
      number: `R${digits}`,
      email: person.email,
      total: units.reduce((sum, unit) => sum + Math.round(unit.variant.price * 100), 0) / 100,
      completedAt: completedAt.toISOString(),
      locale: person.locale,
      shipAddress: person.address,
      billAddress: hasOtherBill ? personAt(number + 7_000_000).address : person.address,
    },
    inventoryUnits: units,
  };
}

type Kind = { state: WireShipment["state"]; pieces?: number };

function unitsOf(number: number, { state, pieces }: Kind): WireShipment["inventoryUnits"] {
  const size = pieces ?? 1 + pickNumber(`units:${number}`, 4);
  const variants: WireVariant[] = [];
  for (let index = 0; index < size; index += 1) {
    const previous = variants.at(-1);
    // Every third piece is another one of the same kind: there is no quantity on the wire.
    const isRepeated = previous !== undefined && pickNumber(`again:${number}:${index}`, 3) === 0;
    variants.push(isRepeated ? previous : variantOf(productAt(pickNumber(`product:${number}:${index}`, soldProducts))));
  }
  return variants.map((variant, index) => ({
    id: opaqueId(`unit:${index}`, number),
    state: state === "unconfirmed" ? "unconfirmed" : settledState(`${number}:${index}`),
    variant,
  }));
}

function settledState(seed: string): string {
  const share = pickNumber(`unit-state:${seed}`, 20);
  if (share === 0) return "returned";
  return share === 1 ? "confirmed_unavailable" : "confirmed_available";
}

function variantOf(product: CatalogueProduct): WireVariant {
  const hasBrand = pickNumber(`brand:${product.number}`, 15) > 0;
  return {
    id: product.variantId,
    sku: product.id,
    mpn: pickNumber(`mpn:${product.number}`, 3) === 0 ? `M-${product.number}` : null,
    price: (product.salePriceCents ?? product.priceCents) / 100,
    tradeId: { number: product.gtin, parser: "gtin13" },
    product: {
      name: product.title,
      _brand: hasBrand
        ? { __typename: "Brand", name: product.brand }
        : { __typename: "BrandUnknown", identifier: product.id },
    },
  };
}
