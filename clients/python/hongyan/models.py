"""What goes over the wire, as the OpenAPI document has it. Made by `make client`: do not edit."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict


class Accepted(TypedDict):
    taskId: str


class AccountDeletedEvent(TypedDict):
    operatorId: str
    userId: str
    deleted: bool
    purgeMessages: bool


class AccountTold(TypedDict):
    userId: str
    nickname: str
    avatar: str
    gender: int
    birthday: int | None
    location: str
    signature: str
    language: str
    level: int
    role: int
    custom: dict[str, str]
    createdAt: int
    updatedAt: int
    allowType: NotRequired[Literal["ALLOW_ANY", "NEED_CONFIRM", "DENY_ANY"]]
    admin: NotRequired[bool]
    status: NotRequired[Literal["ACTIVE", "DISABLED"]]


class AccountImportedEvent(TypedDict):
    operatorId: str
    accounts: list[AccountTold]
    revived: list[str]


class AccountMuteEvent(TypedDict):
    userId: str
    singleUntil: int
    groupUntil: int
    reason: str
    operatorId: str


class AccountMute(TypedDict):
    userId: str
    singleUntil: int
    groupUntil: int
    reason: str


class AccountMutes(TypedDict):
    items: list[AccountMute]


class AccountUpdatedEvent(TypedDict):
    userId: str
    nickname: str
    avatar: str
    gender: int
    birthday: int | None
    location: str
    signature: str
    language: str
    level: int
    role: int
    custom: dict[str, str]
    createdAt: int
    updatedAt: int
    allowType: NotRequired[Literal["ALLOW_ANY", "NEED_CONFIRM", "DENY_ANY"]]
    admin: NotRequired[bool]
    status: NotRequired[Literal["ACTIVE", "DISABLED"]]
    operatorId: str


class AddedItem(TypedDict):
    userId: str
    status: str
    message: str
    result: NotRequired[Literal["ADDED", "PENDING", "ALREADY"]]
    requestId: NotRequired[str]


class AddedAll(TypedDict):
    total: int
    success: int
    failed: int
    results: list[AddedItem]


class AddedMember(TypedDict):
    userId: str
    status: str
    message: str
    result: Literal["ADDED", "ALREADY", "PENDING", "FULL", "FAILED"]


class AddedMembers(TypedDict):
    total: int
    success: int
    failed: int
    results: list[AddedMember]


class Added(TypedDict):
    friendId: str
    result: Literal["ADDED", "PENDING", "ALREADY"]
    requestId: NotRequired[str]


class Alert(TypedDict):
    id: str
    webhookId: str
    webhookName: str
    type: Literal[
        "CONSECUTIVE_FAILURES",
        "SUCCESS_RATE_LOW",
        "HIGH_LATENCY",
        "BACKLOG",
        "EXHAUSTED",
        "AUTO_DISABLED",
        "GONE",
        "BEFORE_EVENT_TIMEOUTS",
    ]
    level: Literal["WARNING", "CRITICAL"]
    status: Literal["OPEN", "ACKNOWLEDGED", "RESOLVED"]
    count: int
    message: str
    firstAt: int
    lastAt: int
    ackBy: str | None
    ackAt: int | None
    note: str
    resolvedAt: int | None


class Alerts(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[Alert]


class AppMuteEvent(TypedDict):
    enabled: bool
    scopes: list[Literal["SINGLE", "GROUP"]]
    until: int
    whitelist: list[str]
    reason: str
    updatedBy: str
    updatedAt: int | None
    operatorId: str


class AppMute(TypedDict):
    enabled: bool
    scopes: list[Literal["SINGLE", "GROUP"]]
    until: int
    whitelist: list[str]
    reason: str
    updatedBy: str
    updatedAt: int | None


class Rate(TypedDict):
    rate: int
    burst: int


class Rates(TypedDict):
    account: Rate
    send: Rate
    group: Rate
    app: Rate | None
    push: Any


class AppSettings(TypedDict):
    autoCreate: bool
    allowType: Literal["ALLOW_ANY", "NEED_CONFIRM", "DENY_ANY"]
    friendsOnly: bool
    keepFriendOnBlock: bool
    revokeWindow: int
    editWindow: int
    maxMembers: int
    loginPolicy: Literal["UNLIMITED", "ONE_PER_PLATFORM", "ONE_PER_CLASS", "SINGLE"]
    tokenTtl: int
    rates: Rates
    allowHttpWebhooks: bool
    allowedOrigins: list[str]
    pushSendAuth: Literal["SECRET", "APP_KEY"]
    pushSendAllowedIps: list[str]
    pushRegisterAuth: Literal["APP_KEY", "ACCOUNT"]


class App(TypedDict):
    appKey: str
    sdkAppId: int
    name: str
    status: Literal["ACTIVE", "DISABLED"]
    role: Literal["VIEWER", "SUPPORT", "OPERATOR", "ADMINISTRATOR"]
    createdAt: int


class Apps(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[App]


class Asked(TypedDict):
    requestId: str | None
    status: Literal["PENDING", "JOINED"]


class Attempt(TypedDict):
    at: int
    durationMs: int
    httpStatus: int | None
    errorClass: str | None
    responseBody: str


class Attributes(TypedDict):
    attributes: dict[str, str]
    version: int


TagsRequest = TypedDict(
    "TagsRequest",
    {
        "any": NotRequired[Sequence[str]],
        "all": NotRequired[Sequence[str]],
        "not": NotRequired[Sequence[str]],
    },
)


class AudienceRequest(TypedDict):
    userIds: NotRequired[Sequence[str]]
    deviceIds: NotRequired[Sequence[str]]
    tags: NotRequired[TagsRequest]
    all: NotRequired[bool]


class BatchError(TypedDict):
    userId: NotRequired[str]
    groupId: NotRequired[str]
    status: str


class BatchSent(TypedDict):
    messageKey: str
    total: int
    success: int
    failed: int
    errors: list[BatchError]
    messageIds: dict[str, str]


BatchAnswer = BatchSent | Accepted


class BatchTask(TypedDict):
    messageKey: str
    total: int
    success: int
    failed: int
    errors: list[BatchError]
    messageIds: dict[str, str]
    taskId: str
    state: Literal["PENDING", "RUNNING", "DONE"]
    createdAt: int
    finishedAt: int | None


class BeforeCreateEvent(TypedDict):
    groupId: NotRequired[str]
    name: str
    avatar: str
    introduction: str
    memberCount: int
    maxMembers: int
    visibility: Literal["PUBLIC", "PRIVATE"]
    joinOption: Literal["FREE", "NEED_APPROVAL", "DISABLED"]
    createdAt: int
    announcement: str
    ownerId: str | None
    inviteOption: Literal["ADMINS", "MEMBERS"]
    attributeOption: Literal["ADMINS", "MEMBERS"]
    historyVisible: bool
    muteAll: bool
    status: Literal["ACTIVE", "DISMISSED"]
    custom: dict[str, str]
    updatedAt: int
    operatorId: str
    userIds: list[str]


class BeforeEditEvent(TypedDict):
    chatType: Literal["SINGLE", "GROUP"]
    conversationId: str | None
    fromId: str
    toId: str
    clientMsgId: str
    msgType: str
    content: dict[str, Any]
    ext: str
    atUserIds: list[str]
    atAll: bool
    quoteId: str | None
    status: Literal["NORMAL", "REVOKED"]
    revision: int
    version: int
    editedAt: int | None
    needReceipt: bool
    createdAt: int
    importedAt: NotRequired[int]
    operatorId: str
    messageId: str


class BeforeJoinEvent(TypedDict):
    userId: str
    nickname: str
    avatar: str
    inviterId: str | None
    message: str
    source: str
    status: Literal["PENDING", "ACCEPTED", "REJECTED"]
    handlerId: str | None
    handleMessage: str
    createdAt: int
    handledAt: int | None
    operatorId: str
    groupId: str
    userIds: list[str]


class BeforeSendEvent(TypedDict):
    chatType: Literal["SINGLE", "GROUP"]
    conversationId: str | None
    fromId: str
    toId: str
    clientMsgId: str
    msgType: str
    content: dict[str, Any]
    ext: str
    atUserIds: list[str]
    atAll: bool
    quoteId: str | None
    status: Literal["NORMAL", "REVOKED"]
    revision: int
    version: int
    editedAt: int | None
    needReceipt: bool
    createdAt: int
    importedAt: NotRequired[int]
    operatorId: str


class BlacklistEvent(TypedDict):
    operatorId: str
    ownerId: str
    userIds: list[str]


class Blocked(TypedDict):
    userId: str
    nickname: str
    avatar: str
    createdAt: int


class Blacklist(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[Blocked]


class Brief(TypedDict):
    groupId: str
    name: str
    avatar: str
    introduction: str
    memberCount: int
    maxMembers: int
    visibility: Literal["PUBLIC", "PRIVATE"]
    joinOption: Literal["FREE", "NEED_APPROVAL", "DISABLED"]
    createdAt: int


class Briefs(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[Brief]


class Filters(TypedDict):
    msgTypes: NotRequired[
        list[
            Literal[
                "AUDIO",
                "CARD",
                "CUSTOM",
                "FACE",
                "FILE",
                "IMAGE",
                "LOCATION",
                "MERGED",
                "TEXT",
                "TIP",
                "VIDEO",
            ]
        ]
    ]
    groupIds: NotRequired[list[str]]
    userIds: NotRequired[list[str]]


class ChangedEndpoint(TypedDict):
    id: str
    name: str
    url: str
    events: list[str]
    enabled: bool
    disabledReason: Literal["OPERATOR", "GONE", "FAILING"] | None
    mode: Literal["AFTER", "BEFORE"]
    timeoutMs: int | None
    budgetMs: int | None
    failOpen: bool
    filters: Filters
    secretHint: str | None
    createdAt: int
    updatedAt: int
    health: Literal["HEALTHY", "DEGRADED", "DOWN", "DISABLED", "IDLE"]
    secret: NotRequired[str]


class ClickRequest(TypedDict):
    type: Literal["APP", "DEEPLINK", "URL", "ACTIVITY"]
    value: NotRequired[str]


class ConversationDeletedEvent(TypedDict):
    targetId: str
    deleted: bool
    clearedSeq: int
    operatorId: str
    chatType: Literal["SINGLE", "GROUP"]
    conversationId: str


class ConversationGroup(TypedDict):
    groupName: str
    count: int
    unread: int
    createdAt: int


class ConversationGroups(TypedDict):
    items: list[ConversationGroup]


class Message(TypedDict):
    id: str | None
    chatType: Literal["SINGLE", "GROUP"]
    conversationId: str | None
    seq: int
    fromId: str
    toId: str
    clientMsgId: str
    msgType: str
    content: dict[str, Any]
    ext: str
    atUserIds: list[str]
    atAll: bool
    quoteId: str | None
    status: Literal["NORMAL", "REVOKED"]
    revision: int
    version: int
    editedAt: int | None
    needReceipt: bool
    createdAt: int
    importedAt: NotRequired[int]


class Conversation(TypedDict):
    conversationId: str
    targetId: str
    chatType: Literal["SINGLE", "GROUP"]
    title: str
    avatar: str
    lastMessage: Message | None
    lastSeq: int
    readSeq: int
    unread: int
    mentioned: bool
    pinned: bool
    pinnedAt: int | None
    muted: bool
    hidden: bool
    draft: str
    groups: list[str]
    updatedAt: int


class ConversationUpdatedEvent(TypedDict):
    conversationId: str
    targetId: str
    chatType: Literal["SINGLE", "GROUP"]
    title: str
    avatar: str
    lastMessage: Message | None
    lastSeq: int
    readSeq: int
    unread: int
    mentioned: bool
    pinned: bool
    pinnedAt: int | None
    muted: bool
    hidden: bool
    draft: str
    groups: list[str]
    updatedAt: int
    operatorId: str


class Conversations(TypedDict):
    items: list[Conversation]
    totalUnread: int
    nextCursor: str | None
    hasMore: bool


class Counts(TypedDict):
    PENDING: NotRequired[int]
    RETRYING: NotRequired[int]
    ACCEPTED: NotRequired[int]
    DELIVERED: NotRequired[int]
    CLICKED: NotRequired[int]
    FAILED: NotRequired[int]
    UNKNOWN: NotRequired[int]
    EXPIRED: NotRequired[int]
    CANCELLED: NotRequired[int]


class Failed(TypedDict):
    userId: str
    status: str


class Self(TypedDict):
    role: Literal["OWNER", "ADMIN", "MEMBER"]
    joinTime: int
    muteUntil: int
    nameCard: str
    msgFlag: Literal["AcceptAndNotify", "AcceptNotNotify"]
    readSeq: int


class Created(TypedDict):
    groupId: str
    name: str
    avatar: str
    introduction: str
    memberCount: int
    maxMembers: int
    visibility: Literal["PUBLIC", "PRIVATE"]
    joinOption: Literal["FREE", "NEED_APPROVAL", "DISABLED"]
    createdAt: int
    announcement: str
    ownerId: str | None
    inviteOption: Literal["ADMINS", "MEMBERS"]
    attributeOption: Literal["ADMINS", "MEMBERS"]
    historyVisible: bool
    muteAll: bool
    status: Literal["ACTIVE", "DISMISSED"]
    custom: dict[str, str]
    updatedAt: int
    attributes: NotRequired[dict[str, str]]
    attributesVersion: int
    lastSeq: int
    lastMessageAt: int | None
    self: Self | None
    failed: list[Failed]


class Lane(TypedDict):
    vendor: Literal[
        "APNS",
        "APNS_VOIP",
        "APNS_LIVE",
        "FCM",
        "HUAWEI",
        "HARMONY",
        "HONOR",
        "XIAOMI",
        "OPPO",
        "VIVO",
        "MEIZU",
        "WEBPUSH",
    ]
    pausedUntil: int | None
    reason: Literal["THROTTLED", "DAY", "AUTH", "INVALID_TOKENS"] | None


class Result(TypedDict):
    ok: bool
    stage: Literal["CREDENTIAL", "AUTH", "CONNECT", "SEND", "ACCEPTED", "PENDING"]
    httpStatus: int | None
    vendorCode: str | None
    vendorMessage: str | None
    latencyMs: int
    hint: str | None


class Credential(TypedDict):
    vendor: Literal["APNS", "FCM", "HUAWEI", "HARMONY", "HONOR", "XIAOMI", "OPPO", "VIVO", "MEIZU", "WEBPUSH"]
    enabled: bool
    environment: Literal["PROD", "SANDBOX"] | None
    public: dict[str, str]
    fingerprint: str
    readable: bool
    version: int
    checkedAt: int | None
    check: Result | None
    lanes: list[Lane]
    createdAt: int
    updatedAt: int


class Credentials(TypedDict):
    items: list[Credential]


class Day(TypedDict):
    queued: int
    accepted: int
    delivered: int
    clicked: int
    failed: int


class Decision(TypedDict):
    online: bool
    muted: bool
    dnd: bool
    devices: int
    wouldSend: bool
    reason: str | None


class DeletedCredential(TypedDict):
    vendor: Literal["APNS", "FCM", "HUAWEI", "HARMONY", "HONOR", "XIAOMI", "OPPO", "VIVO", "MEIZU", "WEBPUSH"]
    deleted: bool


class DeletedEndpoint(TypedDict):
    id: str
    deleted: bool


class Deleted(TypedDict):
    userId: str
    deleted: bool


class DeletedTemplate(TypedDict):
    code: str
    deleted: bool


class Delivery(TypedDict):
    id: str
    webhookId: str
    event: str
    eventId: str
    url: str
    attempt: int
    status: Literal["PENDING", "RETRYING", "SUCCESS", "DEAD", "HELD", "CANCELLED"]
    httpStatus: int | None
    durationMs: int | None
    requestBody: str
    responseBody: str
    error: str | None
    nextRetryAt: int | None
    createdAt: int
    attempts: list[Attempt]


class Deliveries(TypedDict):
    items: list[Delivery]
    nextCursor: str | None
    hasMore: bool


class DeviceState(TypedDict):
    platform: str
    deviceId: str
    state: Literal["ONLINE", "PUSH_ONLINE", "OFFLINE"]
    ip: str
    connectedAt: int


class DeviceStatus(TypedDict):
    deviceId: str
    platform: Literal["ANDROID", "IOS", "HARMONY", "WEB"]
    vendor: Literal[
        "APNS",
        "APNS_VOIP",
        "APNS_LIVE",
        "FCM",
        "HUAWEI",
        "HARMONY",
        "HONOR",
        "XIAOMI",
        "OPPO",
        "VIVO",
        "MEIZU",
        "WEBPUSH",
    ]
    environment: Literal["PROD", "SANDBOX"]
    status: Literal["ACTIVE", "INVALID", "REPLACED", "UNREGISTERED", "EVICTED"]
    invalidReason: str | None
    tokenMasked: str
    tokenHash: str
    notificationEnabled: bool
    appVersion: str
    model: str
    locale: str
    registeredAt: int
    lastSuccessAt: int | None
    lastFailureAt: int | None
    lastErrorCode: str | None
    failStreak: int


class Dismissed(TypedDict):
    groupId: str
    dismissed: bool


class Endpoint(TypedDict):
    id: str
    name: str
    url: str
    events: list[str]
    enabled: bool
    disabledReason: Literal["OPERATOR", "GONE", "FAILING"] | None
    mode: Literal["AFTER", "BEFORE"]
    timeoutMs: int | None
    budgetMs: int | None
    failOpen: bool
    filters: Filters
    secretHint: str | None
    createdAt: int
    updatedAt: int
    health: Literal["HEALTHY", "DEGRADED", "DOWN", "DISABLED", "IDLE"]


class Endpoints(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[Endpoint]


class Exists(TypedDict):
    userId: str
    exists: bool
    status: Literal["IMPORTED", "NOT_IMPORTED"]


class Failure(TypedDict):
    vendor: Literal[
        "APNS",
        "APNS_VOIP",
        "APNS_LIVE",
        "FCM",
        "HUAWEI",
        "HARMONY",
        "HONOR",
        "XIAOMI",
        "OPPO",
        "VIVO",
        "MEIZU",
        "WEBPUSH",
    ]
    status: Literal[
        "PENDING", "RETRYING", "ACCEPTED", "DELIVERED", "CLICKED", "FAILED", "UNKNOWN", "EXPIRED", "CANCELLED"
    ]
    reason: str
    count: int


class FiltersRequest(TypedDict):
    msgTypes: NotRequired[
        Sequence[
            Literal[
                "AUDIO",
                "CARD",
                "CUSTOM",
                "FACE",
                "FILE",
                "IMAGE",
                "LOCATION",
                "MERGED",
                "TEXT",
                "TIP",
                "VIDEO",
            ]
        ]
    ]
    groupIds: NotRequired[Sequence[str]]
    userIds: NotRequired[Sequence[str]]


class FirstMemberRequest(TypedDict):
    userId: str
    role: NotRequired[Literal["ADMIN", "MEMBER"]]


class KeywordHit(TypedDict):
    id: str
    word: str
    action: Literal["BLOCK", "REPLACE", "FLAG"]
    start: int
    end: int


class Flagged(TypedDict):
    id: str
    kind: Literal["MESSAGE", "PROFILE", "GROUP"]
    targetId: str
    userId: str
    text: str
    hits: list[KeywordHit]
    review: Literal["OPEN", "APPROVED", "REMOVED", "MUTED"]
    reviewedBy: str | None
    reviewedAt: int | None
    note: str
    createdAt: int


class FlaggedFeed(TypedDict):
    items: list[Flagged]
    nextCursor: str | None
    hasMore: bool


FormerOwner = TypedDict(
    "FormerOwner",
    {
        "userId": str,
        "to": int | None,
        "from": int | None,
    },
)


class Found(TypedDict):
    message: Message
    highlight: str


class Member(TypedDict):
    userId: str
    nickname: str
    avatar: str
    nameCard: str
    role: Literal["OWNER", "ADMIN", "MEMBER"]
    joinTime: int
    muteUntil: int
    lastSpeakTime: int | None
    msgFlag: Literal["AcceptAndNotify", "AcceptNotNotify"]
    custom: dict[str, str]


class FoundMembers(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[Member]


class Friend(TypedDict):
    userId: str
    nickname: str
    avatar: str
    remark: str
    groupName: str | None
    addSource: str
    addWording: str
    createdAt: int
    online: bool


class FriendGroupPage(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[Friend]


class FriendGroup(TypedDict):
    groupName: str
    count: int
    userIds: NotRequired[list[str]]


class FriendGroups(TypedDict):
    items: list[FriendGroup]
    sequence: int


class FriendRequestEvent(TypedDict):
    requestId: str
    fromId: str
    toId: str
    wording: str
    status: Literal["PENDING", "ACCEPTED", "REJECTED", "CANCELLED"]
    createdAt: int
    handledAt: int | None
    operatorId: str


class FriendRequest(TypedDict):
    requestId: str
    fromId: str
    toId: str
    wording: str
    status: Literal["PENDING", "ACCEPTED", "REJECTED", "CANCELLED"]
    createdAt: int
    handledAt: int | None


class FriendRequests(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[FriendRequest]


class FriendTold(TypedDict):
    userId: str
    nickname: str
    avatar: str
    remark: str
    groupName: str | None
    addSource: str
    addWording: str
    createdAt: int


class FriendUpdatedEvent(TypedDict):
    userId: str
    nickname: str
    avatar: str
    remark: str
    groupName: str | None
    addSource: str
    addWording: str
    createdAt: int
    operatorId: str
    ownerId: str


class FriendsAddedEvent(TypedDict):
    operatorId: str
    ownerId: str
    friends: list[FriendTold]


class FriendsRemovedEvent(TypedDict):
    operatorId: str
    ownerId: str
    friendIds: list[str]


class Friends(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[Friend]
    sequence: int
    removed: NotRequired[list[str]]


class GroupAttributesChangedEvent(TypedDict):
    operatorId: str
    groupId: str
    userIds: list[str]
    changed: dict[str, str]
    removed: list[str]
    version: int


class GroupChangesTold(TypedDict):
    groupId: NotRequired[str]
    name: NotRequired[str]
    avatar: NotRequired[str]
    introduction: NotRequired[str]
    memberCount: NotRequired[int]
    maxMembers: NotRequired[int]
    visibility: NotRequired[Literal["PUBLIC", "PRIVATE"]]
    joinOption: NotRequired[Literal["FREE", "NEED_APPROVAL", "DISABLED"]]
    createdAt: NotRequired[int]
    announcement: NotRequired[str]
    ownerId: NotRequired[str | None]
    inviteOption: NotRequired[Literal["ADMINS", "MEMBERS"]]
    attributeOption: NotRequired[Literal["ADMINS", "MEMBERS"]]
    historyVisible: NotRequired[bool]
    muteAll: NotRequired[bool]
    status: NotRequired[Literal["ACTIVE", "DISMISSED"]]
    custom: NotRequired[dict[str, str]]
    updatedAt: NotRequired[int]


class GroupCreatedEvent(TypedDict):
    groupId: str
    name: str
    avatar: str
    introduction: str
    memberCount: int
    maxMembers: int
    visibility: Literal["PUBLIC", "PRIVATE"]
    joinOption: Literal["FREE", "NEED_APPROVAL", "DISABLED"]
    createdAt: int
    announcement: str
    ownerId: str | None
    inviteOption: Literal["ADMINS", "MEMBERS"]
    attributeOption: Literal["ADMINS", "MEMBERS"]
    historyVisible: bool
    muteAll: bool
    status: Literal["ACTIVE", "DISMISSED"]
    custom: dict[str, str]
    updatedAt: int
    operatorId: str
    userIds: list[str]


class GroupDismissedEvent(TypedDict):
    operatorId: str
    groupId: str
    userIds: list[str]
    reason: str


class GroupFullEvent(TypedDict):
    operatorId: str
    groupId: str
    userIds: list[str]
    memberCount: int
    maxMembers: int


class GroupJoinEvent(TypedDict):
    requestId: str
    userId: str
    nickname: str
    avatar: str
    inviterId: str | None
    message: str
    source: str
    status: Literal["PENDING", "ACCEPTED", "REJECTED"]
    handlerId: str | None
    handleMessage: str
    createdAt: int
    handledAt: int | None
    operatorId: str
    groupId: str
    userIds: list[str]


class GroupMemberJoinedEvent(TypedDict):
    operatorId: str
    groupId: str
    userIds: list[str]
    memberCount: int
    inviteReason: str


class GroupMemberLeftEvent(TypedDict):
    operatorId: str
    groupId: str
    userIds: list[str]
    kind: Literal["QUIT", "KICKED"]
    reason: str
    memberCount: int


class GroupMemberMutedEvent(TypedDict):
    operatorId: str
    groupId: str
    userIds: list[str]
    duration: int
    muteUntil: int


class GroupOwnerChangedEvent(TypedDict):
    operatorId: str
    groupId: str
    userIds: list[str]
    ownerId: str
    previousOwnerId: str | None


class Reader(TypedDict):
    userId: str
    readAt: int | None


class Unreader(TypedDict):
    userId: str


class GroupReceipt(TypedDict):
    messageId: str
    seq: int
    readCount: int
    unreadCount: int
    memberCount: int
    readers: NotRequired[list[Reader]]
    unreaders: NotRequired[list[Unreader]]


class GroupReceipts(TypedDict):
    items: list[GroupReceipt]
    nextCursor: str | None
    hasMore: bool


class GroupRoleChangedEvent(TypedDict):
    operatorId: str
    groupId: str
    userIds: list[str]
    role: Literal["OWNER", "ADMIN", "MEMBER"] | None
    nameCard: str | None
    custom: dict[str, str] | None


class GroupSeen(TypedDict):
    groupId: str
    name: str
    avatar: str
    introduction: str
    memberCount: int
    maxMembers: int
    visibility: Literal["PUBLIC", "PRIVATE"]
    joinOption: Literal["FREE", "NEED_APPROVAL", "DISABLED"]
    createdAt: int
    announcement: NotRequired[str]
    ownerId: NotRequired[str | None]
    inviteOption: NotRequired[Literal["ADMINS", "MEMBERS"]]
    attributeOption: NotRequired[Literal["ADMINS", "MEMBERS"]]
    historyVisible: NotRequired[bool]
    muteAll: NotRequired[bool]
    status: NotRequired[Literal["ACTIVE", "DISMISSED"]]
    custom: NotRequired[dict[str, str]]
    updatedAt: NotRequired[int]
    attributes: NotRequired[dict[str, str]]
    attributesVersion: NotRequired[int]
    lastSeq: NotRequired[int]
    lastMessageAt: NotRequired[int | None]
    self: NotRequired[Self | None]


class Group(TypedDict):
    groupId: str
    name: str
    avatar: str
    introduction: str
    memberCount: int
    maxMembers: int
    visibility: Literal["PUBLIC", "PRIVATE"]
    joinOption: Literal["FREE", "NEED_APPROVAL", "DISABLED"]
    createdAt: int
    announcement: str
    ownerId: str | None
    inviteOption: Literal["ADMINS", "MEMBERS"]
    attributeOption: Literal["ADMINS", "MEMBERS"]
    historyVisible: bool
    muteAll: bool
    status: Literal["ACTIVE", "DISMISSED"]
    custom: dict[str, str]
    updatedAt: int
    attributes: NotRequired[dict[str, str]]
    attributesVersion: int
    lastSeq: int
    lastMessageAt: int | None
    self: Self | None


class GroupUpdatedEvent(TypedDict):
    operatorId: str
    groupId: str
    userIds: list[str]
    changed: GroupChangesTold


class HandledItem(TypedDict):
    requestId: str
    status: str
    message: str


class Handled(TypedDict):
    total: int
    success: int
    failed: int
    results: list[HandledItem]


class Health(TypedDict):
    id: str
    window: Literal["1h", "24h", "7d"]
    status: Literal["HEALTHY", "DEGRADED", "DOWN", "DISABLED", "IDLE"]
    total: int
    success: int
    failed: int
    successRate: float | None
    p50Ms: int | None
    p95Ms: int | None
    consecutiveFailures: int
    lastSuccessAt: int | None
    lastFailureAt: int | None
    lastError: str
    backlog: int
    oldestPendingAgeMs: int
    breaker: Literal["CLOSED", "OPEN", "HALF_OPEN"]


class Mandate(TypedDict):
    appKey: str
    role: Literal["VIEWER", "SUPPORT", "OPERATOR", "ADMINISTRATOR"]


class Hired(TypedDict):
    username: str
    name: str
    email: str
    isActive: bool
    isSuperuser: bool
    mustUseTwoFactor: bool
    twoFactor: bool
    mandates: list[Mandate]
    lastLoginAt: int | None
    createdAt: int
    password: str


class HistoryItem(TypedDict):
    id: str | None
    chatType: Literal["SINGLE", "GROUP"]
    conversationId: str | None
    seq: int
    fromId: str
    toId: str
    clientMsgId: str
    msgType: str
    content: dict[str, Any]
    ext: str
    atUserIds: list[str]
    atAll: bool
    quoteId: str | None
    status: Literal["NORMAL", "REVOKED"]
    revision: int
    version: int
    editedAt: int | None
    needReceipt: bool
    createdAt: int
    importedAt: NotRequired[int]
    readCount: NotRequired[int]
    unreadCount: NotRequired[int]


class History(TypedDict):
    items: list[HistoryItem]
    conversationId: str | None
    minSeq: int
    maxSeq: int
    hasMore: bool
    peerReadSeq: int


class HitTold(TypedDict):
    id: str
    word: str
    action: Literal["BLOCK", "REPLACE", "FLAG"]
    start: int
    end: int
    field: str


class ImportAccountRequest(TypedDict):
    nickname: NotRequired[str | None]
    avatar: NotRequired[str | None]
    gender: NotRequired[int | None]
    custom: NotRequired[Mapping[str, str] | None]
    admin: NotRequired[bool | None]
    userId: str


class ImportFriendRequest(TypedDict):
    friendId: str
    remark: NotRequired[str]
    groupName: NotRequired[str | None]
    addSource: NotRequired[str]
    addWording: NotRequired[str]
    addType: NotRequired[Literal["BOTH", "SINGLE"]]
    force: NotRequired[bool]
    addTime: NotRequired[int]


class ImportedItem(TypedDict):
    userId: str
    status: str
    message: str
    created: NotRequired[bool]


class ImportedAll(TypedDict):
    total: int
    success: int
    failed: int
    results: list[ImportedItem]
    failAccounts: list[str]


class ImportedMessage(TypedDict):
    index: int
    id: str | None
    seq: int | None
    status: str
    message: str
    duplicated: bool


class ImportedMessages(TypedDict):
    total: int
    success: int
    failed: int
    results: list[ImportedMessage]


class Imported(TypedDict):
    userId: str
    created: bool


class Item(TypedDict):
    userId: str
    status: str
    message: str


class Items(TypedDict):
    total: int
    success: int
    failed: int
    results: list[Item]


class JoinRequest(TypedDict):
    requestId: str
    userId: str
    nickname: str
    avatar: str
    inviterId: str | None
    message: str
    source: str
    status: Literal["PENDING", "ACCEPTED", "REJECTED"]
    handlerId: str | None
    handleMessage: str
    createdAt: int
    handledAt: int | None


class JoinRequests(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[JoinRequest]


class Joined(TypedDict):
    groupId: str
    name: str
    avatar: str
    introduction: str
    memberCount: int
    maxMembers: int
    visibility: Literal["PUBLIC", "PRIVATE"]
    joinOption: Literal["FREE", "NEED_APPROVAL", "DISABLED"]
    createdAt: int
    self: Self | None


class JoinedAll(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[Joined]


class KeysRequest(TypedDict):
    p256dh: str
    auth: str


class Keyword(TypedDict):
    id: str
    word: str
    matchType: Literal["CONTAINS", "WORD", "ALLOW"]
    action: Literal["BLOCK", "REPLACE", "FLAG"]
    replacement: str
    category: str
    scopes: list[Literal["SINGLE", "GROUP", "PROFILE"]]
    enabled: bool
    hitCount: int
    createdAt: int


class KeywordAdded(TypedDict):
    word: str
    status: str
    message: str
    filter: Keyword | None


class KeywordsAdded(TypedDict):
    total: int
    success: int
    failed: int
    results: list[KeywordAdded]


KeywordCreated = Keyword | KeywordsAdded


class KeywordDeleted(TypedDict):
    id: str
    deleted: bool


class KeywordNotImported(TypedDict):
    line: int
    word: str
    status: str
    message: str


class KeywordRemoved(TypedDict):
    id: str
    status: str
    message: str


class KeywordsImported(TypedDict):
    total: int
    success: int
    failed: int
    results: list[KeywordNotImported]


class KeywordsRemoved(TypedDict):
    total: int
    success: int
    failed: int
    results: list[KeywordRemoved]


class Keywords(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[Keyword]


class KeywordsTested(TypedDict):
    action: Literal["BLOCK", "REPLACE", "FLAG"] | None
    result: str
    hits: list[KeywordHit]


class KickedItem(TypedDict):
    userId: str
    status: str
    message: str
    sessions: int


class Kicked(TypedDict):
    total: int
    success: int
    failed: int
    sessions: int
    results: list[KickedItem]


class LiveActivityRequest(TypedDict):
    event: Literal["start", "update", "end"]
    contentState: NotRequired[Mapping[str, Any]]
    attributesType: NotRequired[str]
    attributes: NotRequired[Mapping[str, Any]]
    staleDate: NotRequired[int]
    dismissalDate: NotRequired[int]
    timestamp: NotRequired[int]


class LocRequest(TypedDict):
    titleKey: NotRequired[str]
    titleArgs: NotRequired[Sequence[str]]
    bodyKey: NotRequired[str]
    bodyArgs: NotRequired[Sequence[str]]


class LogEntry(TypedDict):
    id: str
    at: int
    event: Literal[
        "REGISTER",
        "REBIND",
        "UNREGISTER",
        "REPLACED",
        "INVALIDATED",
        "QUEUED",
        "SKIPPED",
        "SENT",
        "ACCEPTED",
        "RETRY",
        "FAILED",
        "DELIVERED",
        "DISPLAYED",
        "CLICKED",
        "TEST",
        "PARSE_ERROR",
    ]
    level: Literal["INFO", "WARN", "ERROR"]
    userId: str
    deviceId: str
    vendor: str
    taskId: str | None
    deliveryId: str | None
    vendorMessageId: str | None
    attempt: int | None
    httpStatus: int | None
    vendorCode: str | None
    vendorMessage: str | None
    latencyMs: int | None
    tokenMasked: str | None
    detail: dict[str, Any]


class LoggedOut(TypedDict):
    userId: str
    loggedOut: bool


class Profile(TypedDict):
    userId: str
    nickname: str
    avatar: str
    gender: int
    birthday: int | None
    location: str
    signature: str
    language: str
    level: int
    role: int
    custom: dict[str, str]
    online: bool
    createdAt: int
    updatedAt: int
    allowType: NotRequired[Literal["ALLOW_ANY", "NEED_CONFIRM", "DENY_ANY"]]
    admin: NotRequired[bool]
    status: NotRequired[Literal["ACTIVE", "DISABLED"]]


class Login(TypedDict):
    token: str
    tokenType: Literal["Bearer"]
    expiresIn: int
    expiresAt: int
    userId: str
    admin: bool
    account: Profile
    serverTime: int
    wsUrl: str


class Logs(TypedDict):
    items: list[LogEntry]
    total: int
    page: int
    size: int
    nextCursor: str | None


class MadeApp(TypedDict):
    appKey: str
    sdkAppId: int
    name: str
    status: Literal["ACTIVE", "DISABLED"]
    role: Literal["VIEWER", "SUPPORT", "OPERATOR", "ADMINISTRATOR"]
    createdAt: int
    secretKey: str
    appSecret: str


class MadeEndpoint(TypedDict):
    id: str
    name: str
    url: str
    events: list[str]
    enabled: bool
    disabledReason: Literal["OPERATOR", "GONE", "FAILING"] | None
    mode: Literal["AFTER", "BEFORE"]
    timeoutMs: int | None
    budgetMs: int | None
    failOpen: bool
    filters: Filters
    secretHint: str | None
    createdAt: int
    updatedAt: int
    health: Literal["HEALTHY", "DEGRADED", "DOWN", "DISABLED", "IDLE"]
    secret: str


class Push(TypedDict):
    deliveryId: str
    taskId: str
    userId: str
    status: Literal[
        "PENDING", "RETRYING", "ACCEPTED", "DELIVERED", "CLICKED", "FAILED", "UNKNOWN", "EXPIRED", "CANCELLED"
    ]
    reason: str | None
    tries: int
    httpStatus: int | None
    vendorCode: str | None
    vendorMessage: str | None
    vendorMessageId: str | None
    latencyMs: int | None
    createdAt: int
    finishedAt: int | None


class Match(TypedDict):
    appKey: str
    userId: str
    deviceId: str
    vendor: Literal[
        "APNS",
        "APNS_VOIP",
        "APNS_LIVE",
        "FCM",
        "HUAWEI",
        "HARMONY",
        "HONOR",
        "XIAOMI",
        "OPPO",
        "VIVO",
        "MEIZU",
        "WEBPUSH",
    ]
    status: Literal["ACTIVE", "INVALID", "REPLACED", "UNREGISTERED", "EVICTED"]
    invalidReason: str | None
    tokenMasked: str
    tokenHash: str
    history: list[FormerOwner]
    lastDeliveries: list[Push]
    logs: list[LogEntry]


class Matches(TypedDict):
    matches: list[Match]
    count: int


class Members(TypedDict):
    items: list[Member]
    total: int
    nextCursor: str | None
    hasMore: bool


class MessageBatchSentEvent(TypedDict):
    messageKey: str
    total: int
    success: int
    failed: int
    errors: list[BatchError]
    messageIds: dict[str, str]
    operatorId: str
    fromId: str
    msgType: str
    content: dict[str, Any]
    ext: str


class ReasonTold(TypedDict):
    by: Literal["FILTER", "MODERATOR"]
    message: str
    hits: list[HitTold]


class MessageBlockedEvent(TypedDict):
    chatType: Literal["SINGLE", "GROUP"]
    conversationId: str | None
    fromId: str
    toId: str
    clientMsgId: str
    msgType: str
    content: dict[str, Any]
    ext: str
    atUserIds: list[str]
    atAll: bool
    quoteId: str | None
    status: Literal["NORMAL", "REVOKED"]
    revision: int
    version: int
    editedAt: int | None
    needReceipt: bool
    createdAt: int
    importedAt: NotRequired[int]
    operatorId: str
    messageId: str | None
    reason: ReasonTold


class MessageEvent(TypedDict):
    id: str | None
    chatType: Literal["SINGLE", "GROUP"]
    conversationId: str | None
    seq: int
    fromId: str
    toId: str
    clientMsgId: str
    msgType: str
    content: dict[str, Any]
    ext: str
    atUserIds: list[str]
    atAll: bool
    quoteId: str | None
    status: Literal["NORMAL", "REVOKED"]
    revision: int
    version: int
    editedAt: int | None
    needReceipt: bool
    createdAt: int
    importedAt: NotRequired[int]
    operatorId: str


class MessageFlaggedEvent(TypedDict):
    id: str | None
    chatType: Literal["SINGLE", "GROUP"]
    conversationId: str | None
    seq: int
    fromId: str
    toId: str
    clientMsgId: str
    msgType: str
    content: dict[str, Any]
    ext: str
    atUserIds: list[str]
    atAll: bool
    quoteId: str | None
    status: Literal["NORMAL", "REVOKED"]
    revision: int
    version: int
    editedAt: int | None
    needReceipt: bool
    createdAt: int
    importedAt: NotRequired[int]
    operatorId: str
    flaggedId: str
    hits: list[HitTold]


class MessageReadEvent(TypedDict):
    operatorId: str
    chatType: Literal["SINGLE", "GROUP"]
    targetId: str
    readerId: str
    readSeq: int
    readAt: int


class MessageRevokedEvent(TypedDict):
    operatorId: str
    messageId: str
    conversationId: str
    chatType: Literal["SINGLE", "GROUP"]
    fromId: str
    targetId: str
    seq: int
    version: int
    revokedBy: str
    revokedAt: int


MuteChanged = AppMute | AccountMute | AccountMutes


MuteEvent = AppMuteEvent | AccountMuteEvent


class MutedAccounts(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[AccountMute]


Mute = AppMute | AccountMute | MutedAccounts


class MutedItem(TypedDict):
    userId: str
    status: str
    message: str
    muteUntil: NotRequired[int]


class MutedMembers(TypedDict):
    total: int
    success: int
    failed: int
    results: list[MutedItem]


Muted = MutedMembers | Group


class TextsRequest(TypedDict):
    title: NotRequired[str]
    body: NotRequired[str]


class NotificationRequest(TypedDict):
    title: NotRequired[str]
    body: NotRequired[str]
    subtitle: NotRequired[str]
    imageUrl: NotRequired[str]
    sound: NotRequired[str]
    badge: NotRequired[int | Literal["+1", "UNREAD"]]
    click: NotRequired[ClickRequest]
    category: NotRequired[Literal["IM", "VOIP", "SYSTEM", "ACCOUNT", "WORK", "MARKETING"]]
    channelId: NotRequired[str]
    collapseKey: NotRequired[str]
    threadId: NotRequired[str]
    loc: NotRequired[LocRequest]
    i18n: NotRequired[Mapping[str, TextsRequest]]


class Skipped(TypedDict):
    selfSender: int
    expired: int
    disabled: int
    duplicate: int
    muted: int
    dnd: int
    blocked: int
    online: int
    noDevice: int


class Notified(TypedDict):
    accepted: int
    taskId: str | None
    skipped: Skipped


class OfVendor(TypedDict):
    vendor: Literal[
        "APNS",
        "APNS_VOIP",
        "APNS_LIVE",
        "FCM",
        "HUAWEI",
        "HARMONY",
        "HONOR",
        "XIAOMI",
        "OPPO",
        "VIVO",
        "MEIZU",
        "WEBPUSH",
    ]
    deliveries: Counts


class OfflineCountItem(TypedDict):
    targetId: str
    chatType: Literal["SINGLE", "GROUP"]
    unread: int
    maxSeq: int
    syncedSeq: int


class OfflineCount(TypedDict):
    total: int
    single: int
    group: int
    conversations: list[OfflineCountItem]


class OfflinePushRequest(TypedDict):
    disabled: NotRequired[bool]
    title: NotRequired[str]
    body: NotRequired[str]
    ext: NotRequired[str]
    sound: NotRequired[str]
    badge: NotRequired[int]


class Operation(TypedDict):
    id: str
    operatorId: str
    operatorRole: str
    action: str
    targetType: str
    targetId: str
    detail: dict[str, Any]
    ip: str
    userAgent: str
    createdAt: int


class Operations(TypedDict):
    items: list[Operation]
    nextCursor: str | None
    hasMore: bool


class Operator(TypedDict):
    username: str
    name: str
    email: str
    isActive: bool
    isSuperuser: bool
    mustUseTwoFactor: bool
    twoFactor: bool
    mandates: list[Mandate]
    lastLoginAt: int | None
    createdAt: int


class Operators(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[Operator]


class TemplateUseRequest(TypedDict):
    code: str
    params: NotRequired[Mapping[str, str | float | bool]]


class OptionsRequest(TypedDict):
    ttl: NotRequired[int]
    priority: NotRequired[Literal["HIGH", "NORMAL"]]
    scheduleAt: NotRequired[int]
    onlyOffline: NotRequired[bool]
    respectDnd: NotRequired[bool]
    dryRun: NotRequired[bool]
    template: NotRequired[TemplateUseRequest]
    liveActivity: NotRequired[LiveActivityRequest]
    vendorOptions: NotRequired[Mapping[str, Mapping[str, Any]]]


class Owner(TypedDict):
    groupId: str
    ownerId: str | None
    nickname: str
    avatar: str


class Pair(TypedDict):
    access: str
    refresh: str
    expiresIn: int


class PastMessageRequest(TypedDict):
    chatType: Literal["SINGLE", "GROUP"]
    fromId: str
    toId: str
    msgType: Literal[
        "TEXT", "IMAGE", "AUDIO", "VIDEO", "FILE", "LOCATION", "FACE", "CARD", "MERGED", "CUSTOM"
    ]
    content: Mapping[str, Any]
    createdAt: int
    clientMsgId: NotRequired[str]
    ext: NotRequired[str]


class PlatformToken(TypedDict):
    token: str
    tokenType: Literal["Bearer"]
    userId: Literal["platform"]
    expiresIn: int
    expiresAt: int
    wsUrl: str
    topics: list[str]


QuietHours = TypedDict(
    "QuietHours",
    {
        "enabled": bool,
        "to": str,
        "timezone": str,
        "from": str,
    },
)


class Preferences(TypedDict):
    userId: str
    dnd: QuietHours
    previewHidden: bool


class PresenceEvent(TypedDict):
    userId: str
    state: Literal["ONLINE", "PUSH_ONLINE", "OFFLINE"]
    lastSeenAt: int | None


class Socket(TypedDict):
    platform: str
    deviceId: str
    nodeId: str
    connectedAt: int
    background: bool


class Presence(TypedDict):
    appKey: str
    userId: str
    online: bool
    state: Literal["ONLINE", "PUSH_ONLINE", "OFFLINE"]
    devices: list[Socket]
    lastSeenAt: int | None


class Profiles(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[Profile]


class PushClickedEvent(TypedDict):
    taskId: str
    pushId: str
    userId: str
    deviceId: str
    vendor: Literal[
        "APNS",
        "APNS_VOIP",
        "APNS_LIVE",
        "FCM",
        "HUAWEI",
        "HARMONY",
        "HONOR",
        "XIAOMI",
        "OPPO",
        "VIVO",
        "MEIZU",
        "WEBPUSH",
    ]
    at: int
    actionId: str | None


class PushEvent(TypedDict):
    taskId: str
    pushId: str
    userId: str
    deviceId: str
    vendor: Literal[
        "APNS",
        "APNS_VOIP",
        "APNS_LIVE",
        "FCM",
        "HUAWEI",
        "HARMONY",
        "HONOR",
        "XIAOMI",
        "OPPO",
        "VIVO",
        "MEIZU",
        "WEBPUSH",
    ]
    at: int


class PushFailedEvent(TypedDict):
    taskId: str
    pushId: str
    userId: str
    deviceId: str
    vendor: Literal[
        "APNS",
        "APNS_VOIP",
        "APNS_LIVE",
        "FCM",
        "HUAWEI",
        "HARMONY",
        "HONOR",
        "XIAOMI",
        "OPPO",
        "VIVO",
        "MEIZU",
        "WEBPUSH",
    ]
    at: int
    reason: str
    code: str | None
    message: str | None


class PushTask(TypedDict):
    taskId: str
    requestId: str | None
    source: Literal["API", "CHAT", "TEST"]
    status: Literal["SCHEDULED", "EXPANDING", "QUEUED", "CANCELLED", "DRY_RUN"]
    targetUsers: int | None
    targetDevices: int | None
    skippedCount: int | None
    sendAt: int
    expiresAt: int
    createdBy: str
    createdAt: int
    updatedAt: int
    deliveries: Counts
    vendors: list[OfVendor]
    failures: list[Failure]
    partial: bool


class PushTestResult(TypedDict):
    deviceId: str
    vendor: Literal[
        "APNS",
        "APNS_VOIP",
        "APNS_LIVE",
        "FCM",
        "HUAWEI",
        "HARMONY",
        "HONOR",
        "XIAOMI",
        "OPPO",
        "VIVO",
        "MEIZU",
        "WEBPUSH",
    ]
    pushId: str | None
    ok: bool
    stage: Literal["CREDENTIAL", "AUTH", "CONNECT", "SEND", "ACCEPTED", "PENDING"]
    httpStatus: int | None
    vendorCode: str | None
    vendorMessage: str | None
    vendorMessageId: str | None
    latencyMs: int | None
    invalidated: bool
    hint: str


class PushTestedInside(TypedDict):
    taskId: str | None
    userId: str
    online: bool
    forced: bool
    results: list[PushTestResult]
    decision: Decision


class PushTested(TypedDict):
    taskId: str | None
    userId: str
    online: bool
    forced: bool
    results: list[PushTestResult]


QuietHoursRequest = TypedDict(
    "QuietHoursRequest",
    {
        "enabled": NotRequired[bool],
        "to": NotRequired[str],
        "timezone": NotRequired[str],
        "from": NotRequired[str],
    },
)


class RateRequest(TypedDict):
    rate: int
    burst: int


class RatesRequest(TypedDict):
    account: RateRequest
    send: RateRequest
    group: RateRequest
    app: RateRequest | None
    push: Any


class Read(TypedDict):
    targetId: str
    chatType: Literal["SINGLE", "GROUP"]
    readSeq: int
    unread: int
    totalUnread: int
    readAt: int | None


class Received(TypedDict):
    accepted: int
    duplicated: int
    unknown: int


class Recovered(TypedDict):
    recovered: int


class Registered(TypedDict):
    deviceId: str
    userId: str
    vendor: Literal[
        "APNS",
        "APNS_VOIP",
        "APNS_LIVE",
        "FCM",
        "HUAWEI",
        "HARMONY",
        "HONOR",
        "XIAOMI",
        "OPPO",
        "VIVO",
        "MEIZU",
        "WEBPUSH",
    ]
    platform: Literal["ANDROID", "IOS", "HARMONY", "WEB"]
    status: Literal["ACTIVE", "INVALID", "REPLACED", "UNREGISTERED", "EVICTED"]
    tokenHash: str
    created: bool
    replacedUserId: str | None
    registeredAt: int
    updatedAt: int
    warning: Literal["VENDOR_NOT_CONFIGURED"] | None


class Relation(TypedDict):
    userId: str
    relation: Literal["NONE", "A_WITH_B", "B_WITH_A", "BOTH_WAY"]
    status: str


class Relations(TypedDict):
    results: list[Relation]


class RemovedFriend(TypedDict):
    friendId: str
    deleted: bool


class RemovedFriends(TypedDict):
    deleted: int


class RemovedItem(TypedDict):
    userId: str
    status: str
    message: str


class RemovedMember(TypedDict):
    userId: str
    removed: bool


class RemovedMembers(TypedDict):
    total: int
    success: int
    failed: int
    results: list[RemovedItem]


class Removed(TypedDict):
    targetId: str
    deleted: bool
    clearedSeq: int


class Rendered(TypedDict):
    vendor: Literal[
        "APNS",
        "APNS_VOIP",
        "APNS_LIVE",
        "FCM",
        "HUAWEI",
        "HARMONY",
        "HONOR",
        "XIAOMI",
        "OPPO",
        "VIVO",
        "MEIZU",
        "WEBPUSH",
    ]
    devices: int
    fits: bool
    problem: str | None


class Resolved(TypedDict):
    valid: bool
    appKey: str | None
    userId: str | None
    admin: bool | None
    platform: (
        Literal[
            "ANDROID", "IOS", "WEB", "WINDOWS", "MAC", "LINUX", "IPAD", "HARMONY", "MINIPROGRAM", "SERVER"
        ]
        | None
    )
    deviceId: str | None
    jti: str | None
    expiresAt: int | None
    reason: Literal["EXPIRED", "MALFORMED", "REVOKED", "APP_MISMATCH"] | None


class Revoked(TypedDict):
    id: str
    status: Literal["REVOKED"]
    revokedBy: str
    revokedAt: int


class Roles(TypedDict):
    items: list[Member]


class Rotated(TypedDict):
    appKey: str
    secretKey: str
    previousUntil: int | None


class Search(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[Found]


class SeenPushRequest(TypedDict):
    pushId: NotRequired[str]
    taskId: NotRequired[str]
    deviceId: str
    userId: NotRequired[str]
    event: Literal["RECEIVED", "DISPLAYED", "CLICKED", "DISMISSED"]
    at: NotRequired[int]
    vendor: NotRequired[
        Literal[
            "APNS",
            "APNS_VOIP",
            "APNS_LIVE",
            "FCM",
            "HUAWEI",
            "HARMONY",
            "HONOR",
            "XIAOMI",
            "OPPO",
            "VIVO",
            "MEIZU",
            "WEBPUSH",
        ]
    ]
    actionId: NotRequired[str]


class SkippedUser(TypedDict):
    userId: str | None
    deviceId: NotRequired[str]
    reason: str


class SentPush(TypedDict):
    taskId: str
    requestId: str
    status: Literal["QUEUED", "SCHEDULED", "DRY_RUN"]
    targetUsers: int
    targetDevices: int
    skipped: list[SkippedUser]
    skippedCount: int
    duplicate: bool
    vendors: NotRequired[list[Rendered]]


class Sent(TypedDict):
    id: str | None
    chatType: Literal["SINGLE", "GROUP"]
    conversationId: str | None
    seq: int
    fromId: str
    toId: str
    clientMsgId: str
    msgType: str
    content: dict[str, Any]
    ext: str
    atUserIds: list[str]
    atAll: bool
    quoteId: str | None
    status: Literal["NORMAL", "REVOKED"]
    revision: int
    version: int
    editedAt: int | None
    needReceipt: bool
    createdAt: int
    importedAt: NotRequired[int]
    deduplicated: NotRequired[bool]


class SessionEvent(TypedDict):
    operatorId: str
    userId: str
    platform: str
    deviceId: str
    ip: str | None


class SessionKickedEvent(TypedDict):
    reason: str
    note: str
    platform: str


class UnknownUser(TypedDict):
    userId: str
    status: str


class UserState(TypedDict):
    userId: str
    state: Literal["ONLINE", "PUSH_ONLINE", "OFFLINE"]
    lastSeenAt: int | None
    devices: NotRequired[list[DeviceState]]


class States(TypedDict):
    results: list[UserState]
    errors: list[UnknownUser]


class SyncCursorRequest(TypedDict):
    targetId: str
    chatType: NotRequired[Literal["SINGLE", "GROUP"]]
    seq: NotRequired[int]
    version: NotRequired[int]


class SyncedConversation(TypedDict):
    targetId: str
    chatType: Literal["SINGLE", "GROUP"]
    maxSeq: int
    minSeq: int
    version: int
    unread: int
    hasMore: bool
    messages: list[Message]
    changes: list[Message]


class Sync(TypedDict):
    conversations: list[SyncedConversation]
    serverTime: int
    more: bool


class Template(TypedDict):
    code: str
    title: str | None
    body: str | None
    i18n: dict[str, dict[str, str]]
    params: list[str]
    createdAt: int
    updatedAt: int


class Templates(TypedDict):
    total: int
    page: int
    size: int
    hasMore: bool
    items: list[Template]


class Tested(TypedDict):
    eventId: str
    deliveryId: str


class TokenInvalidEvent(TypedDict):
    userId: str
    deviceId: str
    vendor: Literal[
        "APNS",
        "APNS_VOIP",
        "APNS_LIVE",
        "FCM",
        "HUAWEI",
        "HARMONY",
        "HONOR",
        "XIAOMI",
        "OPPO",
        "VIVO",
        "MEIZU",
        "WEBPUSH",
    ]
    tokenHash: str
    reason: str
    pushId: str | None
    at: int


class Transferred(TypedDict):
    groupId: str
    ownerId: str
    previousOwnerId: str | None


class TypingEvent(TypedDict):
    chatType: Literal["SINGLE", "GROUP"]
    targetId: str
    userId: str


class Unregistered(TypedDict):
    removed: int


class UserKickedEvent(TypedDict):
    operatorId: str
    userId: str
    sessions: int
    platform: str | None
    deviceId: str | None
    reason: Literal["ADMIN"]
    note: str


class UserOnlineEvent(TypedDict):
    operatorId: str
    userId: str


class UserSig(TypedDict):
    userId: str
    sdkAppId: int
    userSig: str
    expire: int
    issuedAt: int
    expiresAt: int


class UserStatus(TypedDict):
    userId: str
    exists: bool
    online: bool
    onlinePlatforms: list[str]
    unread: int
    dnd: QuietHours
    devices: list[DeviceStatus]
    last24h: Day
    offlinePushable: bool
    reasons: list[str]


class UserStatuses(TypedDict):
    userId: NotRequired[str]
    exists: NotRequired[bool]
    online: NotRequired[bool]
    onlinePlatforms: NotRequired[list[str]]
    unread: NotRequired[int]
    dnd: NotRequired[QuietHours]
    devices: NotRequired[list[DeviceStatus]]
    last24h: NotRequired[Day]
    offlinePushable: NotRequired[bool]
    reasons: NotRequired[list[str]]
    items: list[UserStatus]


class Verdict(TypedDict):
    valid: bool
    reason: (
        Literal["EXPIRED", "MALFORMED", "SIGNATURE_MISMATCH", "USER_MISMATCH", "APP_MISMATCH", "REVOKED"]
        | None
    )
    status: str
    identifier: str | None
    sdkAppId: int | None
    issuedAt: int | None
    expiresAt: int | None
    remaining: int | None


class WebhookAlertEvent(TypedDict):
    id: str
    webhookId: str
    webhookName: str
    type: Literal[
        "CONSECUTIVE_FAILURES",
        "SUCCESS_RATE_LOW",
        "HIGH_LATENCY",
        "BACKLOG",
        "EXHAUSTED",
        "AUTO_DISABLED",
        "GONE",
        "BEFORE_EVENT_TIMEOUTS",
    ]
    level: Literal["WARNING", "CRITICAL"]
    status: Literal["OPEN", "ACKNOWLEDGED", "RESOLVED"]
    count: int
    message: str
    firstAt: int
    lastAt: int
    operatorId: str


class WebhookTestEvent(TypedDict):
    operatorId: str
    webhookId: str
    webhookName: str


class Withdrawn(TypedDict):
    username: str
    appKey: str
    removed: bool
