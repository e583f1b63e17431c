"""What the demo's people have said to each other. Oldest first."""

# Who, to whom, how many hours ago, what.
TALKS = [
    ("alice", "bob", 76.0, "Hi Bob! Is the new chat server up already?"),
    ("bob", "alice", 75.9, "Since this morning. One command, and it even brought its own database."),
    ("alice", "bob", 75.8, "Nice. Then let's move the team over on Thursday."),
    ("carol", "alice", 53.5, "爱丽丝,周四的会议室订好了吗?"),
    ("alice", "carol", 53.2, "订好了,三楼的大会议室,下午两点。"),
    ("carol", "alice", 53.1, "太好了,我带投影仪。"),
    ("bob", "alice", 29.0, "I moved the first twenty accounts. No complaints so far 🙂"),
    ("alice", "bob", 28.7, "Did their old messages come along?"),
    ("bob", "alice", 28.6, "All of them, in order."),
    ("dave", "carol", 26.0, "Carol, 能把上周的数据再发我一份吗?"),
    ("carol", "dave", 25.5, "已经发到你的邮箱了,请查收。"),
    ("dave", "carol", 25.4, "收到,谢谢!"),
    ("erin", "alice", 7.5, "Morning! The customer from Shenzhen asked for a demo at five."),
    ("alice", "erin", 7.2, "五点可以,我来准备演示环境。"),
    ("erin", "alice", 7.1, "Perfect, I'll send the invitation."),
    ("bob", "alice", 3.4, "晚上一起吃火锅?"),
    ("alice", "bob", 3.2, "好啊!老地方,七点见。"),
    ("erin", "bob", 1.5, "Bob, please bring the adapter for the projector."),
    ("bob", "alice", 0.6, "See you at seven 👍"),
]

GROUP = {
    "groupId": "launch",
    "name": "Launch 上线小组",
    "introduction": "Getting the chat server out of the door.",
    "announcement": "周四下午两点开会 · Thursday, two o'clock",
}
GROUP_MADE = 52.0  # hours ago
MEMBERS = {"bob": "ADMIN", "carol": "MEMBER", "dave": "MEMBER", "erin": "MEMBER"}
OWNER = "alice"
# Who, how many hours ago, what.
GROUP_TALKS = [
    ("alice", 51.9, "大家好!上线的事都在这里说。"),
    ("bob", 51.5, "Checklist: accounts, old messages, webhooks, push. I take the first two."),
    ("dave", 51.2, "Webhook 我来接。"),
    ("erin", 30.2, "Who writes to the customers?"),
    ("carol", 29.8, "我来写,明天给大家看草稿。"),
    ("bob", 4.1, "Accounts are over, messages too. 🎉"),
    ("alice", 2.0, "辛苦了!周四见。"),
]
