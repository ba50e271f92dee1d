const words =
  "the a of to and in that it is was for on with as at by this we you they have from or had not are but what all were when can said there use each which do how their if will up other about out many then them these so some her would make like him into time has look two more write go see number no way could people my than first been call who its now find long down day did get come made may part over new sound take only little work know place year live me back give most very after thing our just name good sentence man think say great where help through much before line right too mean old any same tell boy follow came want show also around form three small set put end does another well large must big even such because turn here why ask went men read need land different home us move try kind hand picture again change off play spell air away animal house point page letter mother answer found study still learn should world".split(
    " ",
  );

/** A sentence that says which message it is and has exactly so many bytes. No two in a row have the same words. */
export function bodyOf(number: number, bytes: number): string {
  let body = `#${number} `;
  for (let step = 1; body.length < bytes; step += 1) {
    // A walk through the list with large strides: cheap, and each message its own.
    body += `${words[(number * 31 + step * 17 + step * step * (number % 7)) % words.length]} `;
  }
  return `${body.slice(0, bytes - 1)}.`;
}

export function numberIn(text: string): number {
  return Number(/#(\d+) /.exec(text)?.[1] ?? Number.NaN);
}
