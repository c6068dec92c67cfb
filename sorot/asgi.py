"""The web application: every face and every door in one place."""

import logging
from functools import partial

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig

import web
from admin_panel import router as admin_panel
from admin_panel.api.routes import router as officers_api
from admin_panel.api.token_routes import router as api_tokens
from bot.channels.payloads import words_in
from bot.channels.telegram.routes import router as telegram
from bot.channels.web.data import router as personal_data
from bot.channels.web.routes import router as web_chat
from bot.channels.whatsapp.routes import router as whatsapp
from bot.channels.whatsapp.templates import template_for
from bot.messages import DEFAULT, render, say
from portal import streets
from portal.app_routes import router as phone_app
from portal.cap.routes import router as cap
from portal.city import pages as city_pages
from portal.open311.routes import router as open311
from portal.open_data.routes import router as open_data
from portal.outlines import router as outlines
from portal.routes import router as portal
from portal.wellknown import router as wellknown
from sensors.routes import router as sensors
from sensors.sta.routes import router as sensorthings
from sorot import wiring
from sorot.health import router as health
from sorot.settings import Settings
from storage import limits, media
from storage.trace import heads
from storage.web_push import public_key
from web.hosts import KnownHosts

log = logging.getLogger(__name__)


def create_app(settings: Settings, traced: TelemetryConfig | None = None) -> FastAPI:
    """The ASGI application for these settings; the database is already configured. traced: by whom."""
    settings.check()
    wiring.wire()
    limits.configure(settings.limits)
    app = FastAPI(title="Sorot", docs_url=None, redoc_url=None, openapi_url=None, telemetry=traced)
    secret = settings.telegram_secret.get_secret_value()
    app.state.settings = settings
    app.state.secret = settings.secret
    app.state.sign_on = settings.sign_on
    app.state.mail = bool(settings.smtp_url.get_secret_value())
    app.state.push_key = public_key(settings.secret)
    app.state.trusted_hosts = settings.trusted_hosts
    app.state.signing = settings.signing
    app.state.trace = settings.home / heads.FOLDER
    app.state.places = settings.places
    app.state.public_url = settings.address
    app.state.reach = settings.reach
    app.state.street_map = settings.map
    app.state.streets = partial(streets.address, settings.map)
    app.state.media = media.from_url(settings.media)
    app.state.words_in = words_in
    app.state.wording = render
    app.state.template = template_for  # what WhatsApp takes outside its window
    say(DEFAULT, "web-busy")  # the catalogue is read now, not when everything fails at once
    app.state.telegram_secret = secret.encode() if secret else None
    app.state.whatsapp_secret = settings.whatsapp_app_secret.get_secret_value().encode()
    app.state.whatsapp_verify_token = settings.whatsapp_verify_token.get_secret_value().encode()
    app.add_middleware(KnownHosts, public_url=settings.address)
    web.install(app)
    web.doors(
        app,
        telegram,  # the chats first: most requests are theirs, and each door before costs them something
        whatsapp,
        web_chat,
        health,
        open_data,  # before the next: /data/TOKEN of former versions is theirs
        personal_data,
        sensors,
        sensorthings,
        admin_panel,
        api_tokens,
        officers_api,
        portal,
        phone_app,
        city_pages,
        cap,
        open311,
        outlines,
        streets.router,
        wellknown,
    )
    return app
