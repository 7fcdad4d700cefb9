import { z } from "zod";
import { transaction } from "../db";
import { MonthlyReport, ReportFigures, type ReportList } from "./schema";

type Row = { month: number; periodFrom: Date; periodUntil: Date; madeAt: Date; figures: unknown };

/** A month as an address names it, of the number that it is kept under: 202610. */
export const nameOfMonth = (month: number): string =>
  `${Math.floor(month / 100)}-${String(month % 100).padStart(2, "0")}`;

function readRows<T>(shape: z.ZodArray<z.ZodType<T>>, stored: unknown): T[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap(one => {
    const row = shape.element.safeParse(one);
    return row.success ? [row.data] : [];
  });
}

/** Figures as a version before this one may have kept them: what it called otherwise is left out, and the rest is shown. */
function readFigures(stored: unknown): ReportFigures {
  const told = z.record(z.string(), z.unknown()).catch({}).parse(stored);
  const { onboardings, failures, alerts, outages, targets } = ReportFigures.shape;
  return {
    onboardings: readRows(onboardings, told.onboardings),
    failures: readRows(failures, told.failures),
    alerts: readRows(alerts, told.alerts),
    outages: readRows(outages, told.outages),
    targets: readRows(targets, told.targets),
  };
}

const toView = ({ month, periodFrom, periodUntil, madeAt, figures }: Row): MonthlyReport =>
  MonthlyReport.parse({
    ...readFigures(figures),
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
