# One image for every role; docker-compose.yml says which role a container plays.

FROM node:22.23.4-bookworm-slim AS frontend
WORKDIR /app/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
# Tailwind and the icon sprite read class and icon names out of the faces' templates and Python.
COPY web /app/web
COPY admin_panel /app/admin_panel
COPY portal /app/portal
COPY bot/channels /app/bot/channels
COPY routing/words.py /app/routing/words.py
COPY sensors/data /app/sensors/data
RUN npm run build

FROM python:3.12.12-slim-bookworm AS packages
WORKDIR /build
COPY requirements-tools.lock requirements.lock ./
RUN python -m venv --without-pip /opt/sorot \
 && pip install --no-cache-dir --require-hashes --target /build/uv -r requirements-tools.lock \
 && /build/uv/bin/uv pip sync --no-cache --require-hashes --compile-bytecode --python /opt/sorot/bin/python requirements.lock

FROM python:3.12.12-slim-bookworm
ENV PATH=/opt/sorot/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 \
    SOROT_HOME=/var/lib/sorot SOROT_HOST=0.0.0.0 SOROT_PORT=8000
RUN useradd --uid 10001 --home-dir /var/lib/sorot --create-home --shell /usr/sbin/nologin sorot \
 && install -d -o sorot -g sorot /var/lib/sorot/media /var/lib/sorot-devices \
 && printf '#!/bin/sh\nexec python -m sorot "$@"\n' >/usr/local/bin/sorot && chmod 755 /usr/local/bin/sorot
COPY --from=packages /opt/sorot /opt/sorot
WORKDIR /app
COPY storage storage
COPY nlu nlu
COPY routing routing
COPY accounts accounts
COPY sensors sensors
COPY bot bot
COPY web web
COPY admin_panel admin_panel
COPY portal portal
COPY watching watching
COPY sorot sorot
COPY --from=frontend /app/web/static web/static
RUN python -m compileall -q /app
USER 10001
# Trained here so that no container waits for it; a new volume on SOROT_HOME starts with this model.
RUN sorot nlu train --if-missing
VOLUME ["/var/lib/sorot"]
EXPOSE 8000
STOPSIGNAL SIGTERM
# docker-compose.yml overrides this for the roles that do not serve pages.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["sorot", "health", "web"]
ENTRYPOINT ["sorot"]
CMD ["web"]
