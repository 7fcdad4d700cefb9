import { transaction } from "@/lib/platform/db";
import { getEmployer } from "../queries/employers";
import type { NewEmployer } from "../schema/employer";
import type { EmployerView } from "../view/employer";
import { type By, noteAct } from "./note-act";

/** Makes an employer, without contracts yet. */
export async function addEmployer(by: By, { name, language }: NewEmployer): Promise<EmployerView> {
  const id = await transaction("system", async tx => {
    const [made] = await tx.$queryRaw<{ id: number }[]>`
      INSERT INTO employer (name, language, created_at) VALUES (${name}, ${language}, app_now()) RETURNING id`;
    const id = Number(made?.id);
    await noteAct(tx, by, { action: "employer.created", subject: { kind: "employer", id } });
    return id;
  });
  return getEmployer(id);
}
