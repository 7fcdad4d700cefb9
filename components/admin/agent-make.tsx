"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import type { PhoneCountry } from "@/components/ui/phone-field";
import { call } from "@/lib/platform/http/browser";
import { AgentFields } from "./agent-fields";

const names = ["name", "email", "country", "phoneNumber", "accountType"] as const;

/** Asks who an agent is, and makes the account. */
export function MakeAgent({ countries }: { countries: readonly PhoneCountry[] }) {
  const t = useTranslations("admin.agents.make");
  const router = useRouter();
  const [done, setDone] = useState("");
  const make = async (given: FormData) => {
    const typed = Object.fromEntries(names.map(name => [name, String(given.get(name) ?? "")]));
    const answer = await call("POST", "/api/v1/admin/agents", typed);
    if (answer.success) setDone(t("done", { name: typed.name ?? "" }));
    return answer;
  };
  return (
    <div>
      <span role="status" className="sr-only">
        {done}
      </span>
      <Question
        trigger={
          <Button>
            <Plus aria-hidden />
            {t("button")}
          </Button>
        }
        title={t("title")}
        effect={t("effect")}
        confirm={{ label: t("confirm"), busy: t("busy") }}
        act={make}
        onDone={router.refresh}
      >
        {refused => <AgentFields refused={refused} countries={countries} />}
      </Question>
    </div>
  );
}
