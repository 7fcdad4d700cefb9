import { type Money, sumMoney } from "@/lib/platform/money";
import { groupUnits, type Shipment, type ShipmentLine } from "../../client/shipment";
import type { Issue } from "./issues";

type Address = Shipment["order"]["shipAddress"];

/** pending while nothing was confirmed, cancelled when nothing is available, else processing (as Letzshop's own shops read it). */
function toStatus(shipment: Shipment): "pending" | "processing" | "cancelled" {
  const states = shipment.units.map(unit => unit.state);
  if (states.some(state => state === "confirmed_available" || state === "returned")) return "processing";
  return states.length > 0 && states.every(state => state === "confirmed_unavailable") ? "cancelled" : "pending";
}

const nameOf = (address: Address) =>
  [address?.firstName, address?.lastName].filter(Boolean).join(" ") || address?.company || "";

function titleOf({ variant }: ShipmentLine, locale: string | null): string {
  const names = variant?.names;
  const preferred = locale === "fr" || locale === "de" || locale === "en" ? names?.[locale] : null;
  return preferred ?? names?.en ?? names?.fr ?? names?.de ?? variant?.sku ?? "Unnamed article";
}

function toOrder(shipment: Shipment, total: Money) {
  const { order } = shipment;
  return {
    shipment: shipment.id,
    order: order.id,
    number: order.number ?? order.id,
    shipment_number: shipment.number,
    state: shipment.state,
    status: toStatus(shipment),
    total: total.amount,
    currency: total.currency,
    placed_at: order.completedAt,
    customer: nameOf(order.shipAddress) || nameOf(order.billAddress),
    email: order.email,
    locale: order.locale,
    city: order.shipAddress?.city ?? null,
    country: order.shipAddress?.country?.iso ?? null,
    shipping: order.shipAddress,
    billing: order.billAddress,
  };
}

function toLine(shipment: Shipment, line: ShipmentLine, currency: string) {
  const { key, variant, quantity, states } = line;
  return {
    shipment: shipment.id,
    variant: key,
    sku: variant?.sku ?? null,
    gtin: variant?.gtin ?? null,
    gtin_type: variant?.gtinKind ?? null,
    title: titleOf(line, shipment.order.locale),
    brand: variant?.brand ?? null,
    quantity,
    available: (states.confirmed_available ?? 0) + (states.returned ?? 0),
    price: variant?.price?.amount ?? "0",
    currency,
  };
}

const moneyProblems = {
  mixed_currencies: "The shipment has prices in several currencies.",
  out_of_range: "The shipment costs more than we can keep.",
};

/** A shipment as a row of `orders` with its rows of `order_lines`, in the columns that the import's statements name. */
export type OrderRow = { order: ReturnType<typeof toOrder>; lines: ReturnType<typeof toLine>[] };

/**
 * Turns a shipment into rows, or says why it cannot be one. Its total is the sum of its own pieces: the order's total at Letzshop is for all
 * its shipments, and for other shops' goods too.
 */
export function toOrderRow(shipment: Shipment): OrderRow | Issue {
  const lines = groupUnits(shipment.units);
  const priced = lines.flatMap(({ variant, quantity }) => (variant?.price ? [{ price: variant.price, quantity }] : []));
  const total = sumMoney(priced);
  if (typeof total === "string")
    return { source: shipment.id, field: "total", code: total, message: moneyProblems[total] };
  return { order: toOrder(shipment, total), lines: lines.map(line => toLine(shipment, line, total.currency)) };
}
