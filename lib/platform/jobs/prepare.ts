import "server-only";
import { PgBoss } from "pg-boss";
import { deadlineOf, type Job } from "./define-job";
import { deadLetters } from "./queue";

const kept = 30 * 86_400;

const queueOptions = (job: Job) => ({
  policy: job.policy ?? ("stately" as const),
  notify: true,
  heartbeatSeconds: 10, // pg-boss' least: a dead worker's job comes back within 10 + 2 + 2 + 1 + 2 s
  retryLimit: job.retryLimit ?? 8,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 600,
  expireInSeconds: deadlineOf(job) + 60, // the deadline of the process itself comes first
  deleteAfterSeconds: 86_400,
  deadLetter: deadLetters,
});

/** Creates pg-boss' schema and every queue, so that a web-only host can send; safe to run at every start and by several at once. */
export async function prepareQueues(connectionString: string, jobs: readonly Job[]): Promise<void> {
  const boss = new PgBoss({
    connectionString,
    application_name: "gangway-migrate",
    supervise: false,
    schedule: false,
    max: 2,
  });
  await boss.start();
  try {
    await boss.createQueue(deadLetters);
    await boss.updateQueue(deadLetters, { deleteAfterSeconds: kept, retentionSeconds: kept });
    for (const job of jobs) {
      await boss.createQueue(job.name, queueOptions(job));
      const { policy: _policy, ...changeable } = queueOptions(job);
      await boss.updateQueue(job.name, changeable);
    }
    // Jobs are sent inside transactions that run as these roles (docs/decisions/001); a tenant may send and nothing else.
    await boss.getDb().executeSql(`
      GRANT USAGE ON SCHEMA pgboss TO gangway_tenant, gangway_system;
      GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA pgboss TO gangway_tenant;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO gangway_system;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA pgboss TO gangway_tenant, gangway_system;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO gangway_tenant, gangway_system`);
  } finally {
    await boss.stop({ graceful: false });
  }
}
