import { decrypt, encrypt } from "@/lib/platform/crypto";
import { Prisma } from "@/lib/platform/db";
import { secretColumn } from "@/lib/platform/secrets/column";

/** Where employers' files are kept, until their import ends. */
export const importFiles = secretColumn({ table: Prisma.sql`member_import`, column: Prisma.sql`file` });

const placeOf = (row: number) => ({ table: importFiles.table, column: importFiles.column, row });

/** Closes the text of a file for the row of its import and no other. */
export const sealFile = (id: number, text: string): string => encrypt(text, placeOf(id));

/** The text of a file that was closed for this import. */
export const openFile = (id: number, sealed: string): string => decrypt(sealed, placeOf(id));
