"""The page's texts, in English and Chinese."""

ENGLISH = {
    "title": "Phones",
    "lead": "The demo's people and their phones. What is pushed to them goes through the vendors' own "
    "protocols, to stand-ins for the vendors on this machine, and rings here.",
    "live": "live",
    "away": "no answer, trying again",
    "try": "Let Alice write to Bob",
    "all": "Push to everybody",
    "tried": "On its way.",
    "failed": "That did not work",
    "quiet": "No notifications",
    "now": "now",
    "uninstall": "Uninstall the app",
    "install": "Install again",
    "gone": "The app was uninstalled. The next push finds out.",
    "off": "Gets nothing more",
    "opened": "opened",
    "none": "There are no phones yet",
    "none_how": "The stand-ins for the vendors are not running: they come with a clone of the repository.",
    "note": "Tap a notification to open it: the phone tells the server, as its SDK would. Only demo "
    "installations have this page.",
}
CHINESE = {
    "title": "手机",
    "lead": "演示应用的用户和他们的手机。推送按各厂商的真实协议发出,由本机上的厂商替身接收,然后在这里响起。",
    "live": "实时",
    "away": "没有响应,正在重试",
    "try": "让 Alice 给 Bob 发消息",
    "all": "推送给所有人",
    "tried": "已发出。",
    "failed": "没有成功",
    "quiet": "没有通知",
    "now": "现在",
    "uninstall": "卸载应用",
    "install": "重新安装",
    "gone": "应用已卸载,下一次推送时服务器会发现。",
    "off": "不再接收推送",
    "opened": "已打开",
    "none": "还没有手机",
    "none_how": "厂商替身没有运行:它们随代码仓库提供。",
    "note": "点按通知即可打开,手机会像 SDK 一样告诉服务器。仅演示环境有此页面。",
}
TEXTS = (ENGLISH, CHINESE)
