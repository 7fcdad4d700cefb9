"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ToldQuestion } from "@/components/flow/told-question";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { type CustomerRole, managersAlwaysMay, permissions, widgets } from "@/lib/customers/schema/access";
import type { AccessView } from "@/lib/customers/view/access";
import type { Envelope } from "@/lib/platform/http/envelope";
import { type Difference, type Edits, findDifferences, keyOf, toChange } from "./access-changes";
import { AccessGrid } from "./access-grid";
import { AccessMark } from "./access-mark";
import { useAccessWords } from "./use-access-words";

type Access = Pick<AccessView, "matrix" | "widgets" | "unknown">;
type AccessEditorProps = { customerId: number; access: Access; save: (input: unknown) => Promise<Envelope<unknown>> };

/** Who may do what and what each role sees first, ticked, and saved as one change after its differences were seen. */
export function AccessEditor({ customerId, access, save }: AccessEditorProps) {
  const t = useTranslations("customers.access");
  const words = useAccessWords();
  const [edits, setEdits] = useState<Edits>({});
  const differences = findDifferences(access, edits);
  const tick = (key: string, isKept: boolean, label: string, isFixed = false) => (
    <Checkbox
      label={<span className="sr-only">{label}</span>}
      checked={edits[key] ?? isKept}
      disabled={isFixed}
      onChange={event => setEdits({ ...edits, [key]: event.target.checked })}
    />
  );
  const rightOf = (role: CustomerRole, name: (typeof permissions)[number]) => {
    const found = access.matrix.find(one => one.role === role && one.permission === name);
    const isAllowed = found?.isAllowed ?? false;
    // What is wrong by now can be set right.
    const isFixed = isAllowed && role === "manager" && managersAlwaysMay.includes(name);
    return (
      <span className="inline-flex items-center gap-3">
        {tick(keyOf(role, name), isAllowed, `${words.role(role)}: ${words.permission(name)}`, isFixed)}
        <AccessMark isAllowed={edits[keyOf(role, name)] ?? isAllowed} test={found?.test ?? null} />
      </span>
    );
  };
  return (
    <>
      {access.unknown.length > 0 ? (
        <Notice tone="warning" title={t("unknown.title")}>
          {t("unknown.what", { names: access.unknown.map(({ name }) => name).join(", ") })}
        </Notice>
      ) : null}
      <Card flush title={t("rights")}>
        <AccessGrid
          caption={t("rights")}
          head={t("permission")}
          names={permissions}
          say={words.permission}
          cell={rightOf}
        />
        <p className="border-t border-line px-4 py-3 text-sm text-pretty text-ink-muted sm:px-5">{t("fixed")}</p>
      </Card>
      <Card flush title={t("dashboards")}>
        <AccessGrid
          caption={t("dashboards")}
          head={t("widget")}
          names={widgets}
          say={words.widget}
          cell={(role, name) =>
            tick(keyOf(role, name), access.widgets[role].includes(name), `${words.role(role)}: ${words.widget(name)}`)
          }
        />
      </Card>
      <Unsaved
        {...{ customerId, access, differences, save }}
        isUntidy={access.unknown.length > 0}
        discard={() => setEdits({})}
      />
    </>
  );
}

type UnsavedProps = AccessEditorProps & { differences: readonly Difference[]; isUntidy: boolean; discard: () => void };

/** What is not saved, and the way to save it; stays in sight while there is something. */
function Unsaved({ customerId, access, differences, save, isUntidy, discard }: UnsavedProps) {
  const t = useTranslations("customers.access.save");
  const router = useRouter();
  const isAny = differences.length > 0;
  const act = async () => {
    const answer = await save({ customerId, ...toChange(access, differences) });
    // Somebody else was faster: the question goes on with what is there now.
    if (answer.error?.code === "version_conflict") router.refresh();
    return answer;
  };
  return (
    <div
      className={
        isAny || isUntidy
          ? "sticky bottom-0 z-2 flex flex-wrap items-center justify-between gap-3 rounded-md border border-line-strong bg-surface p-4 sm:px-5"
          : "sr-only"
      }
    >
      <p role="status" className="text-sm tabular-nums">
        {isAny ? t("unsaved", { count: differences.length }) : null}
      </p>
      <span className="flex flex-wrap gap-3">
        {isAny ? (
          <Button variant="ghost" onClick={discard}>
            {t("discard")}
          </Button>
        ) : null}
        {isAny || isUntidy ? (
          <ToldQuestion
            trigger={<Button>{t("button")}</Button>}
            title={t("title")}
            effect={isAny ? <Differences differences={differences} /> : t("tidies")}
            confirm={{ label: t("confirm"), busy: t("busy") }}
            act={act}
            done={t("done")}
          />
        ) : null}
      </span>
    </div>
  );
}

function Differences({ differences }: { differences: readonly Difference[] }) {
  const t = useTranslations("customers.access.save");
  const words = useAccessWords();
  return (
    <>
      <p className="mb-2">{t("effect")}</p>
      <ul className="grid list-disc gap-1.5 pl-5">
        {differences.map(({ role, permission, widget, isOn }) => (
          <li key={`${role} ${permission ?? widget}`}>
            {permission
              ? t(isOn ? "allows" : "refuses", { role: words.role(role), what: words.permission(permission) })
              : t(isOn ? "shows" : "hides", { role: words.role(role), what: words.widget(widget) })}
          </li>
        ))}
      </ul>
    </>
  );
}
