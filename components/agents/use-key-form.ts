"use client";

import { useEffect } from "react";
import type { UseFormReturn } from "react-hook-form";
import { useAfterSave } from "@/components/flow/use-after-save";
import { useStepForm } from "@/components/flow/use-step-form";
import { fieldId } from "@/components/ui/field-context";
import type { RezenKey } from "@/lib/agents/schema";
import { call } from "@/lib/platform/http/browser";
import { toKeyInput } from "./key-place";

type Typed = { apiKey: string; agentId?: string | null | undefined };

// reZEN judges key and id together: what it said against one counts no more when the other changes.
function useOneAnswer(form: UseFormReturn<Typed, unknown, RezenKey>) {
  useEffect(() => {
    const watching = form.watch((_, { name, type }) => {
      const other = name === "apiKey" ? "agentId" : "apiKey";
      if (type === "change" && form.getFieldState(other).error) void form.trigger(other);
    });
    return () => watching.unsubscribe();
  }, [form]);
}

/** The form of a key, and whether what it says is fit to be tested. Whoever followed a link to its input lands there. */
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
  useOneAnswer(form);
  useEffect(() => {
    if (window.location.hash === toKeyInput) document.getElementById(fieldId("apiKey"))?.focus();
  }, []);
  const [apiKey, id] = form.watch(["apiKey", "agentId"]);
  const check = async () => {
    const isSound = await form.trigger();
    if (!saved.asksAgentId || form.getValues("agentId")) return isSound;
    form.setError("agentId", { type: "required", message: "rezenAgentIdRequired" });
    return false;
  };
  return { step, after, check, typed: { apiKey, agentId: id ?? "" } };
}
