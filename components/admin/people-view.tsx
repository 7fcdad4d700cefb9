"use client";

import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Place } from "@/lib/platform/auth/schema";
import { call } from "@/lib/platform/http/browser";
import type { ViewBegun } from "@/lib/platform/view-as/schema";
import { tellTabs } from "./look-channel";
import { ReasonField } from "./reason-field";

/** A place whose pages may be looked at. */
export type ViewPlace = Pick<Place, "role" | "storeId" | "customerId" | "name">;

const keyOf = ({ role, storeId, customerId }: ViewPlace) => [role, storeId ?? "", customerId ?? ""].join(":");

/** Opens a person's pages as they see them, after a question that says what they are told. */
export function PeopleView({ personId, places }: { personId: number; places: readonly ViewPlace[] }) {
  const t = useTranslations("viewAs");
  const begin = async (given: FormData) => {
    const place = places.find(one => keyOf(one) === given.get("role")) ?? places[0];
    const { role, storeId = null, customerId = null } = place ?? {};
    const body = {
      role,
      storeId,
      customerId,
      reason: String(given.get("reason") ?? ""),
      from: window.location.pathname,
    };
    const answer = await call<ViewBegun>("POST", `/api/v1/admin/people/${personId}/view-as`, body);
    // A full load, in every tab: what was drawn for the admin stays behind.
    if (answer.data) {
      tellTabs();
      window.location.assign(answer.data.redirectTo);
    }
    return answer;
  };
  return (
    <Question
      trigger={
        <Button variant="secondary">
          <Eye aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title")}
      effect={t("effect")}
      confirm={{ label: t("confirm"), busy: t("busy") }}
      act={begin}
    >
      {refused => (
        <>
          <Field name="role" label={t("place")} error={refused.role}>
            <Select name="role">
              {places.map(place => (
                <option key={keyOf(place)} value={keyOf(place)}>
                  {place.name
                    ? t("placeNamed", { role: t(`roles.${place.role}` as "roles.store"), name: place.name })
                    : t(`roles.${place.role}` as "roles.store")}
                </option>
              ))}
            </Select>
          </Field>
          <ReasonField label={t("reason")} hint={t("reasonHint")} error={refused.reason} />
        </>
      )}
    </Question>
  );
}
