import { transaction } from "../db";
import { MonthlyReport, type ReportList } from "./schema";

type Row = { month: number; periodFrom: Date; periodUntil: Date; madeAt: Date; figures: unknown };

/** A month as an address names it, of the number that it is kept under: 202610. */
export const nameOfMonth = (month: number): string =>
  `${Math.floor(month / 100)}-${String(month % 100).padStart(2, "0")}`;

const toView = ({ month, periodFrom, periodUntil, madeAt, figures }: Row): MonthlyReport =>
  MonthlyReport.parse({
    ...(figures as object),
    month: nameOfMonth(month),
    from: periodFrom.toISOString(),
    until: periodUntil.toISOString(),
    madeAt: madeAt.toISOString(),
  });

/** The newest reports, for staff; nothing in them is anybody's own. */
export const listReports = ({ limit }: { limit: number }): Promise<ReportList> =>
  transaction("system", async tx => {
    const rows = await tx.monthlyReport.findMany({ orderBy: { month: "desc" }, take: limit });
    return { items: rows.map(toView) };
  });

/** The report of one month; null where there is none. */
export const findReport = (month: string): Promise<MonthlyReport | null> =>
  transaction("system", async tx => {
    const row = await tx.monthlyReport.findUnique({ where: { month: Number(month.replace("-", "")) } });
    return row && toView(row);
  });
