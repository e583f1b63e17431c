"""Sentences that nobody objects to, near to words that somebody lists: the same ones in every run."""

from random import Random

WHOLE = "sex ass cock dick tit anal rape cum fag hoe xxx slut penis 1989"
ANYWHERE = """
fuck shit cunt porn viagra casino nigger cocaine whore t.me/join
傻逼 操你 法轮功 代开发票 办假证 裸聊 色情 赌博 六合彩 冰毒 枪支 加微信 刷单 高利贷 人体器官 开发票 日你 妈的
滚蛋 去死 约炮 卖淫 迷药 走私 套现 洗钱 传销 毒品 翻墙 黄片 台独
"""
ALLOWED = "scunthorpe snigger matsushita 操作 发票据 去死海 妈妈的"
LISTED = [
    *((word, "WORD", "BLOCK") for word in WHOLE.split()),
    *((word, "CONTAINS", "BLOCK") for word in [*ANYWHERE.split(), "win money"]),
    *((word, "ALLOW", "BLOCK") for word in ALLOWED.split()),
]

ENGLISH = [
    """Tom|My sister|The analyst|Dr. Dickens|A therapist from Essex|Our class|The assistant|Mr. Hancock
    Everyone at Scunthorpe|Plan B, I think,|She (as always)|He's not sure, but it|The glass exit|U.S. men""",
    """will assess|could push it to|has analysed|must pass ex-colleagues|sniggered at|hits|was hit by|titled
    is as sexist as|wants vitamin C and|can't open|cooks grapes with|pressed F 5 on|sent 19.89 for|re-used""",
    """the cocktail menu|pass.exe|a peacock|https://example.com/as/shown|an alphabet (a, b, c)|the shoe shop
    3, 4 and 5 grapes|the mass hit of 1988|class.example.org|this hit song|v1.9.8-9|room 404/B|Sussex 😀
    “glass” & grass|e-mail: a.b@c.de|the thesis hit list|pens, is it ok|an accumulator|win more money""",
    "today|at 12:30|on 03/04/2026|!|… ok?|before i do|a s a p|again :-)|by F. U. Carter|at 8 p.m.",
]
CHINESE = [
    "我们|小王|老师|客户|他妈妈的同事|法国人|开发组|操作员|微信群里的人|财务|李晓色|六班的同学",
    "正在开发|已经操作了|发了票据给|法办了|轮到他去看|色彩调好了再发|加了微笑给|看完了|去死海旅游顺便买|整理",
    "文件|这个功能|开发计划|合同和发票|六个合适的方案|毒理学报告|独立报告|洗的衣服和钱包|单车|黄色的卡片",
    "今天|下午三点|，好的！|（急）|2026-04-03|。谢谢😀|明天 8:30|。。。|吧，收到请回复|在 A 座 3 楼",
]


def sentences(count: int, random: Random) -> list[str]:
    english, chinese = _parts(ENGLISH), _parts(CHINESE)
    made = (_sentence(random, english, chinese, number) for number in range(2 * count))
    return list(dict.fromkeys(made))[:count]


def _parts(columns: list[str]) -> list[list[str]]:
    return [[part.strip() for part in column.replace("\n", "|").split("|")] for column in columns]


def _sentence(random: Random, english: list[list[str]], chinese: list[list[str]], number: int) -> str:
    first = " ".join(map(random.choice, english))
    second = "".join(map(random.choice, chinese))
    return (first, second + "".join(map(random.choice, chinese)), f"{second} {first}")[number % 3]
