import { groupUnits, type Shipment, type ShipmentLine } from "../client/shipment";

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

const cents = (amount: string) => Math.round(Number(amount) * 100);

/** The order's own total, else the sum of its pieces; exact to the cent. */
function totalOf(shipment: Shipment, lines: ShipmentLine[]): { amount: string; currency: string } {
  if (shipment.order.total) return shipment.order.total;
  const sum = lines.reduce((all, line) => all + cents(line.variant?.price?.amount ?? "0") * line.quantity, 0);
  return { amount: (sum / 100).toFixed(2), currency: lines[0]?.variant?.price?.currency ?? "EUR" };
}

function toOrder(shipment: Shipment, lines: ShipmentLine[]) {
  const { order } = shipment;
  const total = totalOf(shipment, lines);
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

function toLine(shipment: Shipment, line: ShipmentLine, position: number) {
  const { variant, quantity, states } = line;
  return {
    shipment: shipment.id,
    variant: variant?.id ?? `unit-${position}`,
    sku: variant?.sku ?? null,
    gtin: variant?.gtin ?? null,
    gtin_type: variant?.gtinKind ?? null,
    title: titleOf(line, shipment.order.locale),
    brand: variant?.brand ?? null,
    quantity,
    available: (states.confirmed_available ?? 0) + (states.returned ?? 0),
    price: variant?.price?.amount ?? "0",
    currency: variant?.price?.currency ?? "EUR",
  };
}

/** Shipments as rows of `orders` and `order_lines`, in the columns the import's statements name. */
export function toOrderColumns(shipments: readonly Shipment[]) {
  const grouped = shipments.map(shipment => ({ shipment, lines: groupUnits(shipment.units) }));
  return {
    orders: grouped.map(({ shipment, lines }) => toOrder(shipment, lines)),
    lines: grouped.flatMap(({ shipment, lines }) => lines.map((line, position) => toLine(shipment, line, position))),
  };
}
