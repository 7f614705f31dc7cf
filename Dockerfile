# Build: docker build -t mistmcp .
# Run:   docker run --rm -p 127.0.0.1:8000:8000 mistmcp
# The base is named by its tag here; `.ci/pin` writes the digest beside it where the registry can be asked.
FROM --platform=$BUILDPLATFORM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY LICENSE README.md CHANGELOG.md tsconfig.json tsconfig.library.json ./
COPY scripts/build.js scripts/library.js scripts/notices.js scripts/
COPY scripts/build scripts/build
COPY scripts/generate scripts/generate
COPY src src
COPY simulator simulator
COPY generated generated
COPY schemas schemas
# What `npm pack` takes is what the image holds: one list for both.
RUN npm run build \
    && npm pack --ignore-scripts --pack-destination /tmp \
    && mkdir /app \
    && tar -xzf /tmp/mistmcp-*.tgz --strip-components=1 -C /app

FROM node:24-slim
# The version is given by the release; everything else stands in package.json too.
ARG VERSION=unreleased
LABEL org.opencontainers.image.title="Juniper Mist" \
      org.opencontainers.image.description="MCP server for Juniper Mist" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.source="https://github.com/mistmcp/mistmcp" \
      org.opencontainers.image.version="${VERSION}" \
      io.modelcontextprotocol.server.name="io.github.mistmcp/mistmcp"
WORKDIR /app
# One bundled file, its assets and the generated tables: no packages, no package manager at work.
COPY --from=build /app ./
ENV NODE_ENV=production \
    MISTMCP_TRANSPORT_MODE=http \
    MISTMCP_HOST=0.0.0.0 \
    MISTMCP_PORT=8000
USER node
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s --retries=3 \
    CMD ["node", "-e", "process.env.NODE_TLS_REJECT_UNAUTHORIZED='0';const s=process.env.MISTMCP_TLS_CERT?'https':'http';fetch(s+'://127.0.0.1:'+(process.env.MISTMCP_PORT||8000)+'/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
ENTRYPOINT ["node", "--", "dist/mistmcp.js"]
