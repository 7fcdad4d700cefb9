"use client";

import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";

type ReasonFieldProps = { label: string; hint: string; error: string | undefined; optional?: boolean };

/** Why an admin does what they do; its form sends it as `reason`. */
export function ReasonField(props: ReasonFieldProps) {
  return (
    <Field name="reason" {...props}>
      <Textarea name="reason" rows={3} maxLength={500} autoComplete="off" />
    </Field>
  );
}
