import { transaction } from "@/lib/platform/db";
import { invalidInput } from "@/lib/platform/errors";
import { findForeignUploads } from "@/lib/platform/uploads/service";
import type { VisualProfile } from "../schema";

/** Throws 422 with the field for a picture that this practitioner has not uploaded. */
export async function requireOwnPictures({ bannerUrls, profileUrl }: VisualProfile, practitionerId: number) {
  const urls = [...bannerUrls, ...(profileUrl ? [profileUrl] : [])];
  if (urls.length === 0) return;
  const foreign = await transaction("system", async tx => {
    const where = { id: practitionerId };
    const { userId } = await tx.practitioner.findUniqueOrThrow({ where, select: { userId: true } });
    return findForeignUploads(tx, userId ?? 0, urls);
  });
  if (foreign.length === 0) return;
  const fields = [
    ...bannerUrls.flatMap((url, at) => (foreign.includes(url) ? [`bannerUrls.${at}`] : [])),
    ...(profileUrl && foreign.includes(profileUrl) ? ["profileUrl"] : []),
  ];
  throw invalidInput(fields.map(field => ({ field, code: "not_found", message: "uploadedPicture" })));
}
