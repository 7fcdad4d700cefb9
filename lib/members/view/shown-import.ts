import { findImport, getImport, previewImport } from "../queries/imports";
import { FaultSearch, type ImportParams } from "../schema/import";
import { type ImportView, toImportView } from "./import";

const firstFaults = FaultSearch.parse({});

/** An import as a member of staff may see it, until it was started with its file; null when there is none. */
export async function findImportView(of: ImportParams, isAdmin: boolean): Promise<ImportView | null> {
  const found = await findImport(of, firstFaults);
  return found && toImportView(found, await previewImport(found), isAdmin);
}

/** The same with a page of its refused rows; throws `not_found`. */
export async function getImportView(of: ImportParams, isAdmin: boolean, search = firstFaults): Promise<ImportView> {
  const found = await getImport(of, search);
  return toImportView(found, await previewImport(found), isAdmin);
}
