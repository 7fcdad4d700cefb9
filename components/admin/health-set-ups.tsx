import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { SetUpView } from "@/lib/platform/measures/schema";
import { useTook } from "./use-took";

/** The last set-ups that came through, and how long each took; a customer's is held against its target. */
export function HealthSetUps({ setUps, limit }: { setUps: readonly SetUpView[]; limit: number }) {
  const t = useTranslations("health.setUps");
  const took = useTook();
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("who")}</HeaderCell>
        <HeaderCell>{t("ended")}</HeaderCell>
        <HeaderCell numeric>{t("took")}</HeaderCell>
        <HeaderCell>{t("state")}</HeaderCell>
      </TableHead>
      <TableBody>
        {setUps.map(({ onboardingId, kind, endedAt, seconds }) => (
          <TableRow key={onboardingId}>
            <Cell lead label={t("who")}>
              {t("one", { kind: t(`kinds.${kind as "store"}`), id: onboardingId })}
            </Cell>
            <Cell label={t("ended")} className="whitespace-nowrap">
              <Time value={endedAt} relative />
            </Cell>
            <Cell numeric label={t("took")} className="whitespace-nowrap">
              {took(seconds)}
            </Cell>
            <Cell label={t("state")}>
              {kind === "customer" ? (
                <Status tone={seconds < limit ? "success" : "danger"}>
                  {t(seconds < limit ? "inTime" : "tooLong")}
                </Status>
              ) : (
                <span className="text-sm text-ink-muted">{t("noTarget")}</span>
              )}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
