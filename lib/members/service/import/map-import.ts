import { transaction } from "@/lib/platform/db";
import { AppError, invalidInput } from "@/lib/platform/errors";
import type { ImportMapping, ImportParams } from "../../schema/import";
import { holdImport } from "./hold-import";

/** Says which field each column of a file fills. Throws `not_found`, `illegal_transition` once it was started, and 422 unless each column is told. */
export const mapImport = (of: ImportParams, { fields }: ImportMapping): Promise<void> =>
  transaction("system", async tx => {
    const held = await holdImport(tx, of);
    if (held.state !== "preview") throw new AppError("illegal_transition", { message: "importStarted" });
    if (fields.length !== held.fields.length)
      throw invalidInput([{ field: "fields", code: "columns", message: "eachColumn" }]);
    await tx.$executeRaw`
      UPDATE member_import SET columns = ${JSON.stringify(fields)}::jsonb WHERE id = ${of.importId}`;
  });
