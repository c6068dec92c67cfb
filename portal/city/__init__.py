"""The city to everybody: map, reports, performance, kelurahan, opinions. `pages` holds their addresses."""

from fastapi import APIRouter

import web
from portal.city.area_routes import router as areas
from portal.city.routes import router as reports
from portal.city.views_routes import router as views
from portal.city.work_routes import router as work

pages = APIRouter()
web.doors(pages, reports, work, areas, views)
