"""All tables of Sorot."""

from storage.models.answers import ReadyAnswer
from storage.models.attention import Attention, AttentionStep
from storage.models.base import Base
from storage.models.briefs import WeeklyBrief
from storage.models.bulk import BulkAct, BulkItem
from storage.models.bulletins import TAKEN_BACK, CapBulletin
from storage.models.calls import Call
from storage.models.cameras import Camera, CameraLook, CameraProof, CameraStill
from storage.models.cases import DataCase
from storage.models.chats import OfficerChat, OfficerChatCode
from storage.models.city import CONFIG_VERSION, Agency, Area, Category, Holiday, Setting
from storage.models.deadlines import ConfigVersion, Deadline, LadderStep, LadderSummary
from storage.models.desk import DeskClaim, MeetingPromise, ShiftHandover, ShiftNote
from storage.models.doors import ChatLine, ChatLink, ChatPush, ChatSession, DataLink, Pace
from storage.models.early import DepthAnswer, EarlyWarned, EarlyWarning, WarningRefusal
from storage.models.exports import Export
from storage.models.feeds import AgencyFeed, FeedFault, FeedRun, Figure
from storage.models.flow import ChannelState, Inbox, Outbox
from storage.models.inbox_use import Mention, Presence, ReportSeen, SavedView
from storage.models.incidents import Incident, IncidentAct, IncidentEvidence, IncidentLink
from storage.models.neighbours import NeighbourAsked, NeighbourRefusal
from storage.models.news import NewsChoice, NewsDelivery, OfficerNews, PushSubscription
from storage.models.outside import OutsideWarning
from storage.models.people import (
    KeptConversation,
    KnownDevice,
    LoginFailure,
    Look,
    NamedOfficer,
    Officer,
    OfficerSession,
    PasswordLink,
    Person,
    WarningFollow,
)
from storage.models.polls import Poll, PollVote
from storage.models.programs import ApiClient, HandedIn, PersonalToken
from storage.models.promises import Promise
from storage.models.publishing import Analysis, OpenFile, PublicFigures, ThemeAnswer
from storage.models.reports import (
    Accusation,
    Counter,
    Deletion,
    Event,
    EventReason,
    Media,
    MediaJob,
    Message,
    ProofFlag,
    Report,
    ReportMedia,
    ReportTally,
    Support,
)
from storage.models.rules import RoutingDecision, RuleDraft
from storage.models.search import ReportWords
from storage.models.second import RecoveryCode, SecondFactor, SignInNote
from storage.models.sensors import (
    Alert,
    AnyObservation,
    Datastream,
    FeatureOfInterest,
    HistoricalLocation,
    HistoricalPlace,
    Location,
    Observation,
    ObservationPack,
    ObservedProperty,
    Rollup,
    RollupDue,
    Sensor,
    SensorAlarm,
    StaClient,
    Thing,
    ThingLocation,
)
from storage.models.sharing import Delegation, SharingRule
from storage.models.tickets import Passkey, SignInTicket, SingleSignOn
from storage.models.together import Bundle, BundleMember, Joined
from storage.models.voices import NoteVoice
from storage.models.walls import WallLink
from storage.models.webhooks import Webhook, WebhookDead

__all__ = [
    "CONFIG_VERSION",
    "TAKEN_BACK",
    "Accusation",
    "Agency",
    "AgencyFeed",
    "Alert",
    "Analysis",
    "AnyObservation",
    "ApiClient",
    "Area",
    "Attention",
    "AttentionStep",
    "Base",
    "BulkAct",
    "BulkItem",
    "Bundle",
    "BundleMember",
    "Call",
    "Camera",
    "CameraLook",
    "CameraProof",
    "CameraStill",
    "CapBulletin",
    "Category",
    "ChannelState",
    "ChatLine",
    "ChatLink",
    "ChatPush",
    "ChatSession",
    "ConfigVersion",
    "Counter",
    "DataCase",
    "DataLink",
    "Datastream",
    "Deadline",
    "Delegation",
    "Deletion",
    "DepthAnswer",
    "DeskClaim",
    "EarlyWarned",
    "EarlyWarning",
    "Event",
    "EventReason",
    "Export",
    "FeatureOfInterest",
    "FeedFault",
    "FeedRun",
    "Figure",
    "HandedIn",
    "HistoricalLocation",
    "HistoricalPlace",
    "Holiday",
    "Inbox",
    "Incident",
    "IncidentAct",
    "IncidentEvidence",
    "IncidentLink",
    "Joined",
    "KeptConversation",
    "KnownDevice",
    "LadderStep",
    "LadderSummary",
    "Location",
    "LoginFailure",
    "Look",
    "Media",
    "MediaJob",
    "MeetingPromise",
    "Mention",
    "Message",
    "NamedOfficer",
    "NeighbourAsked",
    "NeighbourRefusal",
    "NewsChoice",
    "NewsDelivery",
    "NoteVoice",
    "Observation",
    "ObservationPack",
    "ObservedProperty",
    "Officer",
    "OfficerChat",
    "OfficerChatCode",
    "OfficerNews",
    "OfficerSession",
    "OpenFile",
    "Outbox",
    "OutsideWarning",
    "Pace",
    "Passkey",
    "PasswordLink",
    "Person",
    "PersonalToken",
    "Poll",
    "PollVote",
    "Presence",
    "Promise",
    "ProofFlag",
    "PublicFigures",
    "PushSubscription",
    "ReadyAnswer",
    "RecoveryCode",
    "Report",
    "ReportMedia",
    "ReportSeen",
    "ReportTally",
    "ReportWords",
    "Rollup",
    "RollupDue",
    "RoutingDecision",
    "RuleDraft",
    "SavedView",
    "SecondFactor",
    "Sensor",
    "SensorAlarm",
    "Setting",
    "SharingRule",
    "ShiftHandover",
    "ShiftNote",
    "SignInNote",
    "SignInTicket",
    "SingleSignOn",
    "StaClient",
    "Support",
    "ThemeAnswer",
    "Thing",
    "ThingLocation",
    "WallLink",
    "WarningFollow",
    "WarningRefusal",
    "Webhook",
    "WebhookDead",
    "WeeklyBrief",
]  # fmt: skip
