# The HTTP service, for a read-only root file system: only /var/lib/grooming-risk is written.
# Machine code for long lists is in it, made for any processor of its kind and read by any user.
FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.13-slim
COPY constraints.txt /constraints.txt
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --require-hashes -r /constraints.txt \
    && pip install --no-cache-dir --no-deps /wheels/*.whl \
    && install -d -o 10001 -g 10001 -m 700 /var/lib/grooming-risk
ENV NUMBA_CACHE_DIR=/opt/grooming-risk/machine-code NUMBA_CPU_NAME=generic
RUN grooming-risk warm
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
VOLUME /var/lib/grooming-risk
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["grooming-risk", "serve", "--host", "0.0.0.0"]
CMD ["--state", "/var/lib/grooming-risk/conversations.sqlite3"]
