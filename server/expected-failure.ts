/** How the program ends. `natter --help` lists them. */
export const exitCodes = {
  ok: 0,
  /** A fault of the program's own: the log says more. */
  crash: 1,
  /** The command line or a setting is wrong. */
  usage: 2,
  /** The settings are fine, but something outside the program is in the way. */
  cannotStart: 3,
  /** `natter doctor` has found something wrong. */
  unhealthy: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Something that can go wrong in anybody's hands. The message says what is wrong and what to do, and is all that is shown. */
export class ExpectedFailure extends Error {
  override name = "ExpectedFailure";
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = exitCodes.cannotStart, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
