"use client";

import { useEffect, useState } from "react";
import { useAfterSave } from "@/components/flow/use-after-save";
import { useStepForm } from "@/components/flow/use-step-form";
import type { Envelope } from "@/lib/platform/http/envelope";

type KeyForm = {
  saved: { shopSlug: string | null; version: number };
  save: (input: unknown, key: string) => Promise<Envelope<unknown>>;
  next: string | null;
};

/** The form of a key. Whether one of another shop is wanted is asked once a save was refused for it, and anew when another key or shop is typed. */
export function useKeyForm({ saved, save, next }: KeyForm) {
  const after = useAfterSave(next);
  const [isOtherShop, setOtherShop] = useState(false);
  const step = useStepForm({
    schema: () => import("@/lib/stores/schema").then(found => found.LetzshopKey),
    defaultValues: { apiKey: "", shopSlug: saved.shopSlug ?? "", otherShop: false },
    version: saved.version,
    save: async (values, { version, idempotencyKey }) => {
      const answer = await save({ ...values, version }, idempotencyKey);
      if (answer.error?.code === "other_shop") setOtherShop(true);
      return answer;
    },
    onSaved: () => {
      // What was typed is kept now, and shown no more.
      form.reset({ ...form.getValues(), apiKey: "" });
      after.onSaved();
    },
  });
  const { form } = step;
  const [apiKey, shopSlug] = form.watch(["apiKey", "shopSlug"]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when what was typed changes
  useEffect(() => {
    setOtherShop(false);
    form.setValue("otherShop", false);
    form.clearErrors("otherShop");
  }, [apiKey, shopSlug]);
  return { step, after, typed: { apiKey, shopSlug }, isOtherShop };
}
