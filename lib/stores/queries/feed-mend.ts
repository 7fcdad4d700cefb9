import { transaction } from "@/lib/platform/db";
import { readNeeds } from "./readiness";

/** The address of the field that mends a store's products, while they are a problem of its owner; null otherwise. */
export async function findFeedMend(storeId: number): Promise<string | null> {
  const needs = await transaction("system", tx => readNeeds(tx, [storeId]));
  const products = needs.get(storeId)?.find(({ code }) => code === "products");
  return products?.state === "problem" && products.owner === "user" ? products.fixUrl : null;
}
