import type { Random } from "./random.ts";

/** The rarest word of all: one message in 100,000 has it, the first one among them. */
export const rareWord = "hippopotamus";
const rareEvery = 100_000;

/** A word that is in one message of fifty or so. */
export const commonWord = "release";

/** A Chinese word of two signs that is in one message of a hundred or so. */
export const chineseWord = "部署";

/** What people say to each other: 6 in 10 in English, 2 in German, 2 in Chinese. `number`: the how manieth message. */
export function sentence(random: Random, number: number, mention: string | null): string {
  const language = random.pick(languages);
  const length = 2 + Math.floor(18 * random.next() ** 2);
  let text = mention === null ? "" : `@${mention} `;
  for (let count = 0; count < length; count++) {
    if (count > 0) text += language.between;
    text += random.happens(0.15) ? random.pickFirst(language.rest, 2) : random.pickFirst(language.words, 2);
  }
  if (number % rareEvery === 0) text += ` ${rareWord}`;
  return text + random.pick(language.ends);
}

interface Language {
  /** Common ones first. */
  words: readonly string[];
  /** The long tail: names of things, most of them seldom. */
  rest: readonly string[];
  between: string;
  ends: readonly string[];
}

/** Names that look like those of projects, places and people, from syllables: `count` of them. */
function names(syllables: string, count: number): string[] {
  const parts = syllables.split(" ");
  return Array.from({ length: count }, (_, number) => {
    let name = "";
    for (let rest = number + parts.length; rest > 0; rest = Math.floor(rest / parts.length)) {
      name = (parts[rest % parts.length] ?? "") + name;
    }
    return name;
  });
}

const english: Language = {
  words:
    `the to a and is it of in that you for on we this with have be I not can at will do from or as but what all if there
    they an about so up out just get like one when now time see new more some our know good need build ${commonWord} test
    work make think look fix use way thanks could should would after before again still here why how today tomorrow
    morning week server client branch review merge deploy customer meeting report design team issue question answer
    problem message room change update version page button error log database query index table backup token session
    account password email link file folder image screen window browser phone battery network socket latency memory
    weather lunch coffee holiday train ticket office kitchen birthday party music book movie game`.split(/\s+/),
  rest: names("ka ro mi ta lu ne so vi be do fa gi hu jo pe qui ra sta tri wen xo yl zan bor del", 15_000),
  between: " ",
  ends: ["", "", ".", "!", "?", " 👍", " 🙂"],
};

const german: Language = {
  words:
    `die der und das ist ich nicht es wir zu ein in den auf mit für sie dass auch von noch wie aber haben können heute
    morgen bitte danke schon müssen später früher wäre könnte möchte größer schöner Straße Büro Prüfung Änderung Lösung
    Fehler Rechner Bildschirm Sitzung Besprechung Frage Antwort Kunde Vertrag Rechnung Übergabe Überstunden Wochenende
    Frühstück Mittagessen Käse Brötchen Bahnhof Zug Verspätung Wetter Regen Sonne Urlaub Schlüssel Tür Fenster`.split(
      /\s+/,
    ),
  rest: names("schla ber hof müh le stein grün wald feld bach ßen öh ren dorf berg tal ürn", 4000),
  between: " ",
  ends: ["", ".", "!", "?", " …"],
};

const chinese: Language = {
  words:
    `的 了 我们 你们 是 不是 今天 明天 昨天 开会 会议 项目 问题 时间 可以 需要 已经 没有 什么 怎么 因为 所以 但是 如果 现在
    以后 以前 工作 公司 客户 产品 设计 代码 测试 发布 版本 更新 服务器 数据库 网络 密码 文件 消息 房间 用户 帮助 谢谢 请
    好的 大家 一起 看看 讨论 决定 计划 报告 结果 错误 修复 部署 备份 天气 午饭 咖啡 周末 火车 机票 生日 电影 音乐 图书
    快 慢 大 小 新 旧 很 都 也 就`.split(/\s+/),
  rest: names("山 水 火 木 金 土 云 风 雨 雪 花 草 鱼 鸟 龙 虎 马 牛 羊 星", 4000),
  between: "",
  ends: ["", "。", "！", "？"],
};

const languages = [english, english, english, german, chinese];
