import { z } from "zod";
import { cleanText } from "@/lib/platform/clean-text";
import { readMoney } from "@/lib/platform/money";

const textLimit = 2_000;

/** Cut first: the cut may leave half a character, which is then cleaned away. */
const tidy = (text: string) => cleanText(text.trim().slice(0, textLimit)).trim();

type Context = z.core.$RefinementCtx;

// One step each instead of a chain of unions and pipes: there are a hundred of them in a shipment.
function readText(value: unknown, context: Context): string {
  if (typeof value === "string") return tidy(value);
  if (typeof value === "number") return String(value);
  context.addIssue({ code: "custom", message: "must be a text" });
  return z.NEVER;
}
const isMissing = (value: unknown) => value === null || value === undefined;

const Text = z.transform(readText);
const MaybeText = z.transform((value: unknown, context) =>
  isMissing(value) ? null : readText(value, context) || null,
);
const Id = z.transform((value: unknown, context) => {
  const text = readText(value, context);
  if (text === "" || text?.length > 200) context.addIssue({ code: "custom", message: "must be an id" });
  return text;
});

const MaybeMoney = z.transform((value: unknown, context) => {
  if (isMissing(value)) return null;
  const money = readMoney(value);
  if (money) return money;
  context.addIssue({ code: "custom", message: "must be an amount of money" });
  return z.NEVER;
});

const earliestMs = Date.UTC(1990, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);

/** A moment as ISO text or milliseconds. */
const MaybeMoment = z.transform((value: unknown, context) => {
  if (isMissing(value) || value === "") return null;
  const moment = typeof value === "string" || typeof value === "number" ? new Date(value) : new Date(Number.NaN);
  if (moment.getTime() >= earliestMs && moment.getTime() < latestMs) return moment;
  context.addIssue({ code: "custom", message: "must be a date" });
  return z.NEVER;
});

const Names = z
  .union([
    Text.transform(text => ({ en: text, fr: text, de: text })),
    z.looseObject({ en: MaybeText, fr: MaybeText, de: MaybeText }),
  ])
  .nullish()
  .transform(names => ({ en: names?.en || null, fr: names?.fr || null, de: names?.de || null }));

const Address = z.object({
  firstName: MaybeText,
  lastName: MaybeText,
  company: MaybeText,
  streetName: MaybeText,
  streetNumber: MaybeText,
  city: MaybeText,
  zipCode: MaybeText,
  phone: MaybeText,
  country: z
    .object({ iso: MaybeText, name: Names })
    .nullish()
    .transform(country => country ?? null),
});

const Variant = z
  .object({
    id: Id,
    sku: MaybeText,
    mpn: MaybeText,
    price: MaybeMoney,
    tradeId: z.object({ number: MaybeText, parser: MaybeText }).nullish(),
    product: z.object({ name: Names, _brand: z.looseObject({ name: MaybeText }).nullish() }).nullish(),
  })
  .transform(variant => ({
    id: variant.id,
    sku: variant.sku,
    mpn: variant.mpn,
    price: variant.price,
    gtin: variant.tradeId?.number ?? null,
    gtinKind: variant.tradeId?.parser ?? null,
    names: variant.product?.name ?? { en: null, fr: null, de: null },
    brand: variant.product?._brand?.name ?? null,
  }));

const Unit = z.object({ id: Id, state: MaybeText, variant: Variant.nullish().transform(variant => variant ?? null) });

/** A shipment of Letzshop as we read it: one unit is one piece, states we do not know pass as text. */
export const Shipment = z
  .object({
    id: Id,
    number: MaybeText,
    state: Text,
    order: z.object({
      id: Id,
      number: MaybeText,
      email: MaybeText,
      completedAt: MaybeMoment,
      locale: MaybeText,
      shipAddress: Address.nullish().transform(address => address ?? null),
      billAddress: Address.nullish().transform(address => address ?? null),
    }),
    inventoryUnits: z.array(Unit),
  })
  .transform(({ inventoryUnits, ...shipment }) => ({ ...shipment, units: inventoryUnits }));
export type Shipment = z.infer<typeof Shipment>;

/** One piece of a shipment. */
export type ShipmentUnit = Shipment["units"][number];

/** Why a shipment of the upstream could not be read; `shipmentId` when at least that was readable. */
export type ShipmentError = { shipmentId: string | null; field: string; message: string };

/** Reads one node of the wire; never throws. */
export function readShipment(node: unknown): { ok: true; shipment: Shipment } | { ok: false; error: ShipmentError } {
  const parsed = Shipment.safeParse(node);
  if (parsed.success) return { ok: true, shipment: parsed.data };
  const issue = parsed.error.issues[0];
  return {
    ok: false,
    error: { shipmentId: idOf(node), field: issue?.path.join(".") ?? "", message: issue?.message ?? "cannot be read" },
  };
}

const WithId = z.object({ id: Id });

/** The id of a node of the wire, or null when it has none that can be read. */
export function idOf(node: unknown): string | null {
  const parsed = WithId.safeParse(node);
  return parsed.success ? parsed.data.id : null;
}

/** Pieces of one variant put together, since the wire has no quantity; `key` tells a line from the others of its shipment, also the next time. */
export type ShipmentLine = {
  key: string;
  variant: ShipmentUnit["variant"];
  quantity: number;
  states: Record<string, number>;
};

/** Groups the pieces of a shipment by variant, in the order of their first piece. */
export function groupUnits(units: readonly ShipmentUnit[]): ShipmentLine[] {
  const lines = new Map<string, ShipmentLine>();
  for (const unit of units) {
    // A piece whose variant is gone stands for itself.
    const key = unit.variant?.id ?? `unit:${unit.id}`;
    const line = lines.get(key) ?? { key, variant: unit.variant, quantity: 0, states: {} };
    const state = unit.state ?? "unknown";
    line.quantity += 1;
    line.states[state] = (line.states[state] ?? 0) + 1;
    lines.set(key, line);
  }
  return [...lines.values()];
}
