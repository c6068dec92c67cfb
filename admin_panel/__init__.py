"""The officers' faces: sign-in, queue, report page, POC, configuration. `router` holds them all."""

from fastapi import APIRouter

from admin_panel import menu
from admin_panel.alarms.routes import router as alarms
from admin_panel.answers.routes import router as answers
from admin_panel.aspirasi.poll_routes import router as poll_pages
from admin_panel.aspirasi.routes import router as aspirasi
from admin_panel.attention.routes import router as attention
from admin_panel.bulk.routes import router as many
from admin_panel.calls.routes import router as calls
from admin_panel.cameras.live_routes import router as camera_streams
from admin_panel.cameras.register_routes import router as camera_register
from admin_panel.cameras.routes import router as cameras
from admin_panel.city.file_routes import router as city_file
from admin_panel.city.routes import router as city_parts
from admin_panel.conduct.routes import router as conduct
from admin_panel.data.feed_routes import router as feeds
from admin_panel.data.indicator_routes import router as indicators
from admin_panel.data.register_routes import router as register
from admin_panel.data.routes import router as office_data
from admin_panel.deadlines.routes import router as deadlines
from admin_panel.desk.meeting_routes import router as meetings
from admin_panel.desk.shift_routes import router as shift
from admin_panel.early.routes import router as early
from admin_panel.exports.routes import router as tables
from admin_panel.figures.analysis_routes import router as analyses
from admin_panel.figures.paper_routes import router as figures_on_paper
from admin_panel.figures.routes import router as figures
from admin_panel.incidents.routes import router as incidents
from admin_panel.learning.routes import router as learning
from admin_panel.live.routes import router as live
from admin_panel.mayor.routes import router as mayor
from admin_panel.news.routes import router as news
from admin_panel.operator.routes import router as operator
from admin_panel.poc.big_routes import router as big_wall
from admin_panel.poc.routes import router as poc
from admin_panel.poc.screen_routes import router as screen
from admin_panel.programs.key_routes import router as program_keys
from admin_panel.programs.token_routes import router as own_tokens
from admin_panel.programs.webhook_routes import router as webhook_pages
from admin_panel.queue.routes import router as queue
from admin_panel.queue.view_routes import router as queue_views
from admin_panel.report.checks import router as checks
from admin_panel.report.disposition import router as disposition
from admin_panel.report.holding_routes import router as holding
from admin_panel.report.later import router as later
from admin_panel.report.messages import router as messages
from admin_panel.report.moving_routes import router as moving
from admin_panel.report.presence_routes import router as present
from admin_panel.report.preview import router as previews
from admin_panel.report.results import router as results
from admin_panel.report.routes import router as report
from admin_panel.report.scheduled_routes import router as scheduled
from admin_panel.report.showing_routes import router as showing
from admin_panel.report.twin_routes import router as twin
from admin_panel.report.weighing import router as weighing
from admin_panel.report.withdrawing import router as withdrawing
from admin_panel.rules.more_routes import router as rules_more
from admin_panel.rules.routes import router as rules
from admin_panel.settings.health_routes import router as health
from admin_panel.settings.invite_routes import router as invitations
from admin_panel.settings.question_routes import router as questions
from admin_panel.settings.routes import router as settings
from admin_panel.settings.thing_routes import router as thing
from admin_panel.settings.things_routes import router as things
from admin_panel.settings.walls_routes import router as walls
from admin_panel.sharing.routes import router as sharing
from admin_panel.sign_in.account import router as account
from admin_panel.sign_in.chat_routes import router as officer_chat
from admin_panel.sign_in.passkey_routes import router as passkeys
from admin_panel.sign_in.routes import router as sign_in
from admin_panel.sign_in.second_routes import router as own_second_step
from admin_panel.sign_in.second_step import router as second_step
from admin_panel.sign_in.sign_on_routes import router as sign_on
from admin_panel.together.routes import router as together
from admin_panel.trust.data_routes import router as personal_data
from admin_panel.trust.trace_routes import router as trace
from admin_panel.walk.routes import router as walks
from admin_panel.walk.voice_routes import router as spoken
from admin_panel.warned.routes import router as warned
from routing import words
from routing.city import naming
from routing.domain.lifecycle import OPEN, WITH_THE_CITY
from routing.domain.permissions import Action, may
from routing.texts import promised_local
from web import templates

# Officers send words: whatever is larger is not a form of ours (photos of work have their own limit).
router = APIRouter(max_body_size=100_000)
for face in (
    sign_in,
    officer_chat,
    second_step,
    passkeys,
    sign_on,
    calls,
    account,
    own_second_step,
    news,
    queue,
    queue_views,
    present,
    many,
    tables,
    analyses,
    figures,
    figures_on_paper,
    report,
    later,
    disposition,
    holding,
    moving,
    warned,
    messages,
    weighing,
    previews,
    answers,
    results,
    withdrawing,
    checks,
    showing,
    together,
    attention,
    shift,
    meetings,
    sharing,
    scheduled,
    twin,
    walks,
    spoken,
    mayor,
    incidents,
    early,
    operator,
    camera_streams,
    cameras,
    camera_register,
    poc,
    big_wall,
    screen,
    poll_pages,
    aspirasi,
    settings,
    invitations,
    health,
    questions,
    rules,
    rules_more,
    deadlines,
    city_file,  # before the parts: its paths would be taken for one
    city_parts,
    learning,
    feeds,
    office_data,
    register,
    indicators,
    things,
    alarms,
    thing,
    walls,
    webhook_pages,
    program_keys,
    own_tokens,
    conduct,
    trace,
    personal_data,
    live,
):
    router.include_router(face)

# What templates of the panel may ask beside the page's own values.
templates.offer(
    menu=menu, may=may, Action=Action, city_name=naming.full_name, promised_local=promised_local, OPEN=OPEN,
    WITH_THE_CITY=WITH_THE_CITY, **words.ON_PAGES,
)  # fmt: skip

__all__ = ["router"]
