# revshare in a container: rootless, its own file system read-only, from the tarball alone.
#
#   npm pack && docker build -t revshare .
#   docker run --rm --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
#     -v "$PWD/exports:/inputs:ro" -v revshare-data:/data -v "$PWD/reports:/reports" \
#     revshare run
#
# The user is node (1000): /data and /reports must be its own. Nothing is fetched at run time; without PostgreSQL give it
# --network none as well.
FROM node:22-bookworm-slim AS build
# better-sqlite3 is compiled where no ready-made one can be had.
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/revshare
COPY revshare-*.tgz /tmp/revshare.tgz
RUN npm install --no-save --no-audit --no-fund /tmp/revshare.tgz

FROM node:22-bookworm-slim
COPY --from=build /opt/revshare /opt/revshare
RUN install -d -o node -g node -m 0700 /data && install -d -o node -g node /inputs /reports
ENV REVSHARE_INPUTS=/inputs REVSHARE_DATA=/data REVSHARE_OUT=/reports NODE_ENV=production
USER node
WORKDIR /inputs
VOLUME ["/inputs", "/data", "/reports"]
ENTRYPOINT ["/opt/revshare/node_modules/.bin/revshare"]
CMD ["--help"]
