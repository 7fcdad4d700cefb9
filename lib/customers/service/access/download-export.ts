import { audit } from "@/lib/platform/audit";
import { decrypt, SecretKeyMissing, SecretUnreadable } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { type CustomerReader, withRight } from "../../queries/standing";
import type { ExportNotice } from "../../view/access";
import { exportContext } from "../sync/write-exports";

/** What is in a workflow as Zuora gave it, and what the file is called. */
export type OpenedExport = { name: string; content: string };

const nameOf = (zuoraId: string) => `workflow-${zuoraId}.json`;

async function findKept(tx: Tx, customerId: number, id: number) {
  const where = { id, customerId };
  const found = await tx.workflow.findFirst({
    where,
    select: { zuoraId: true, exported: { select: { content: true } } },
  });
  return found?.exported ? { name: nameOf(found.zuoraId), content: found.exported.content } : null;
}

function open(content: string, id: number): string {
  try {
    return decrypt(content, exportContext(id));
  } catch (thrown) {
    // In the middle of a change of master keys another process may know the one that this needs.
    if (thrown instanceof SecretKeyMissing) throw new AppError("unavailable", { cause: thrown });
    if (!(thrown instanceof SecretUnreadable)) throw thrown;
    throw new AppError("key_unreadable", { message: "exportUnreadable", cause: thrown });
  }
}

/** Says what a download would bring, and opens nothing. Throws `not_found` for who may download nothing; whether there is something is told. */
export const announceExport = (reader: CustomerReader, id: number): Promise<ExportNotice> =>
  withRight(reader, "exports.download", async tx => {
    const kept = await findKept(tx, reader.customerId, id);
    return { isThere: kept !== null, name: kept?.name ?? "" };
  });

/**
 * Opens what is in a workflow of the reader's customer, which may hold passwords of theirs; the audit trail keeps who took it. Throws `not_found`, also for
 * who may not, and `key_unreadable` where it does not open any more.
 */
export const downloadExport = (reader: CustomerReader, id: number, address: string): Promise<OpenedExport> =>
  withRight(reader, "exports.download", async tx => {
    const kept = await findKept(tx, reader.customerId, id);
    if (!kept) throw new AppError("not_found");
    const opened = { name: kept.name, content: open(kept.content, id) };
    await audit(tx, {
      action: "customer.export_downloaded",
      actor: { kind: "user", id: reader.userId },
      subject: { kind: "customer", id: reader.customerId },
      detail: { workflowId: id },
      address,
    });
    return opened;
  });
