import type { Command } from "commander";
import { ExpectedFailure, exitCodes } from "../expected-failure.ts";
import { configFrom, optionOf } from "../options.ts";
import type { FolderOptions } from "./command.ts";
import type { Finding } from "./doctor/finding.ts";
import { startProgress } from "./progress.ts";

/** `natter doctor`: says what is wrong with a data folder, and what to do. */
export function addDoctorCommand(natter: Command, version: string): void {
  const doctor = natter
    .command("doctor")
    .description("look for what is wrong with the data folder, also while the server runs")
    .addOption(optionOf("data"))
    .option("--json", "print the result as JSON")
    .addHelpText("after", `\nNothing is changed. The exit code is ${exitCodes.unhealthy} where something is wrong.`);
  doctor.action(async () => {
    const { data, json } = doctor.opts<FolderOptions>();
    const { examine } = await import("./doctor/examine.ts");
    const { config } = configFrom({ data });
    const progress = startProgress("checking", "checks");
    const findings = await examine(config, version, progress.update).finally(progress.end);
    const problems = findings.filter(({ ok }) => !ok).length;
    const text = json === true ? JSON.stringify({ ok: problems === 0, findings }) : findings.map(line).join("\n");
    process.stdout.write(`${text}\n`);
    if (problems > 0) {
      const message = `${problems} of ${findings.length} checks found something wrong.`;
      throw new ExpectedFailure(message, exitCodes.unhealthy);
    }
  });
}

function line(finding: Finding): string {
  const { check, says } = finding;
  return finding.ok ? `ok     ${check}: ${says}` : `WRONG  ${check}: ${says}\n       what to do: ${finding.remedy}`;
}
