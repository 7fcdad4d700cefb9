import { z } from "zod";
import type { Tx } from "@/lib/platform/db";
import { defineJob } from "@/lib/platform/jobs/define-job";
import {
  callingImportJob,
  nudgeCallingImports,
  purgeCallingImports,
  runCallingImport,
} from "./service/calling/run-import";
import { purgeRejected } from "./service/calling/take";
import { purgePictures } from "./service/pictures";

/** The queue jobs of practitioners. */
export const practitionerJobs = [
  defineJob({
    name: callingImportJob,
    data: z.object({ id: z.number() }),
    handler: ({ id }, { signal }) => runCallingImport(id, signal),
    deadlineSeconds: 900, // then it goes on at its next rows, in another job
  }),
];

/** Sends again the files of calling data that are being taken; returns how many. */
export const nudgeOpenCallingImports = (tx: Tx): Promise<number> => nudgeCallingImports(tx);

/** Files of calling data that nobody started go after a day, imports after ninety; returns how many. */
export const purgeOldCallingImports = (tx: Tx): Promise<number> => purgeCallingImports(tx);

/** Pictures that no profile shows go after a day; in transactions of its own, since their bytes may lie with others. Returns how many. */
export const purgeUnshownPictures = (): Promise<number> => purgePictures();

/** Records of the calling system that could not be taken go after ninety days; returns how many. */
export const purgeRejectedRecords = (tx: Tx): Promise<number> => purgeRejected(tx);
