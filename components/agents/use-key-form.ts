"use client";

import { useEffect } from "react";
import { useAfterSave } from "@/components/flow/use-after-save";
import { useStepForm } from "@/components/flow/use-step-form";
import { fieldId } from "@/components/ui/field-context";
import { call } from "@/lib/platform/http/browser";
import { toKeyInput } from "./key-place";

/** The form of a key. Whoever followed a link to its input lands there. */
export function useKeyForm({
  saved,
  next,
}: {
  saved: { agentId: string | null; asksAgentId: boolean };
  next: string | null;
}) {
  const after = useAfterSave(next);
  const step = useStepForm({
    schema: () => import("@/lib/agents/schema").then(found => found.RezenKey),
    defaultValues: { apiKey: "", agentId: saved.asksAgentId ? (saved.agentId ?? "") : "" },
    save: values => call("PUT", "/api/v1/agents/credentials", values),
    onSaved: () => {
      // What was typed is kept now, and shown no more.
      form.reset({ ...form.getValues(), apiKey: "" });
      after.onSaved();
    },
  });
  const { form } = step;
  useEffect(() => {
    if (window.location.hash === toKeyInput) document.getElementById(fieldId("apiKey"))?.focus();
  }, []);
  const [apiKey, id] = form.watch(["apiKey", "agentId"]);
  return { step, after, typed: { apiKey, agentId: id ?? "" } };
}
