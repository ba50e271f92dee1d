import { limits } from "../contract/index.ts";
import { codePoints } from "../domain/text.ts";
import { commonPasswords, commonWords } from "./common-passwords.ts";

/**
 * Whether a password, in NFKC, is among the first that anyone would try: too short, among the commonest, a common word
 * with digits around it, the username with little more, one thing repeated, a run over the keyboard.
 * What is asked for beyond that is length alone (NIST SP 800-63B, 3.1.1.2).
 */
export function isGuessable(password: string, username: string): boolean {
  if (codePoints(password) < limits.password.min) return true;
  const lower = password.toLowerCase();
  return isCommon(lower) || isMostly(username.toLowerCase(), lower) || isRepetition(lower) || isRun(lower);
}

/** `P@ssw0rd!`, `qwerty123`, `2024Welcome`: the word counts, not what is put around it or in place of its letters. */
function isCommon(password: string): boolean {
  if (commonPasswords.has(password)) return true;
  const word = password.replace(/^[^a-z]+|[^a-z]+$/g, "");
  const spelled = word.replace(/[@4310!$5]/g, (sign) => standsFor[sign] ?? sign);
  return commonWords.has(word) || commonWords.has(spelled);
}

/** What is left of it without the name is too short to be a password. */
function isMostly(username: string, password: string): boolean {
  return password.includes(username) && codePoints(password.replaceAll(username, "")) < limits.password.min;
}

/** Up to four characters over and over. */
function isRepetition(password: string): boolean {
  return /^(.{1,4}?)\1+.{0,3}$/su.test(password) && new Set(password).size <= 4;
}

/** A piece of a row of keys, of the digits or of the alphabet, forwards or backwards. */
function isRun(password: string): boolean {
  const backwards = Array.from(password).toReversed().join("");
  return rows.some((row) => row.includes(password) || row.includes(backwards));
}

const standsFor: Record<string, string> = {
  "@": "a",
  "4": "a",
  "3": "e",
  "1": "i",
  "!": "i",
  "0": "o",
  $: "s",
  "5": "s",
};

const rows = [
  "01234567890123456789",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
  "qwertzuiopasdfghjklyxcvbnm",
  "azertyuiopqsdfghjklmwxcvbn",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
  "qazwsxedcrfvtgbyhnujm",
  "1q2w3e4r5t6y7u8i9o0p",
  "q1w2e3r4t5y6u7i8o9p0",
  "1234qwerasdfzxcv",
  "!@#$%^&*()",
];
