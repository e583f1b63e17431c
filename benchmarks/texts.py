"""Texts like those that people send: about forty characters, Chinese and English mixed."""

from random import Random

LENGTH = 40
CHINESE = """
今天 明天 会议 项目 大家 一起 看看 这个 问题 已经 解决 了 我们 他们 晚上 吃饭 好的 谢谢 收到 马上
文件 发给 你 我 在 路上 地铁 公司 门口 等 一下 可以 没有 什么 时候 客户 需求 上线 测试 服务器 消息
群里 照片 周末 天气 不错 再见 下午 电话 确认 报告 数据 图片 链接 密码 登录 版本 更新 修改 设计 方案
价格 合同 快递 到了 孩子 学校 医院 火车 机票 酒店 北京 上海 深圳 鸿雁
"""
ENGLISH = """
ok meeting tomorrow deadline please check the new build release server latency review PR merge hello
thanks bug fix login token demo call later lunch on my way see you at the office invoice draft update ready
"""


def texts(count: int, *, seed: int = 2026) -> list[str]:
    """The same ones in every run, so that runs can be compared."""
    random, chinese, english = Random(seed), CHINESE.split(), ENGLISH.split()
    return [_text(random, chinese, english) for _ in range(count)]


def _text(random: Random, chinese: list[str], english: list[str]) -> str:
    text = ""
    while len(text) < LENGTH:
        text += random.choice(chinese) if random.random() < 0.7 else f" {random.choice(english)} "
    return text[:LENGTH].strip().ljust(LENGTH, "。")
