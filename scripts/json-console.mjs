import { format, stripVTControlCharacters } from "node:util";

const levels = { debug: 20, log: 30, info: 30, warn: 40, error: 50, trace: 50 };

// Libraries print over several lines, with texts of callers in them: as one JSON record each they cannot pass for records of ours.
if (process.env.NODE_ENV !== "development") {
  for (const [name, level] of Object.entries(levels)) console[name] = (...parts) => print(level, format(...parts));
  process.removeAllListeners("warning");
  process.on("warning", warning => print(levels.warn, String(warning)));
}

function print(level, text) {
  const record = {
    level,
    time: new Date().toISOString(),
    pid: process.pid,
    msg: stripVTControlCharacters(text).trim(),
  };
  const stream = level > levels.info ? process.stderr : process.stdout;
  stream.write(`${JSON.stringify(record)}\n`);
}
