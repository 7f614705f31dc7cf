# Build: docker build -t mistmcp .
# Run:   docker run --rm -p 127.0.0.1:8000:8000 mistmcp
FROM node:20-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY scripts/build.js scripts/build.js
COPY src src
RUN npm run build

FROM node:20-slim
WORKDIR /app
# One bundled file and the generated tables: no packages, no package manager at work.
COPY --from=build /build/dist/mistmcp.js dist/mistmcp.js
COPY generated/*.json generated/
ENV NODE_ENV=production \
    MISTMCP_TRANSPORT_MODE=http \
    MISTMCP_HOST=0.0.0.0 \
    MISTMCP_PORT=8000
USER node
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s --retries=3 \
    CMD ["node", "-e", "process.env.NODE_TLS_REJECT_UNAUTHORIZED='0';const s=process.env.MISTMCP_TLS_CERT?'https':'http';fetch(s+'://127.0.0.1:'+(process.env.MISTMCP_PORT||8000)+'/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
ENTRYPOINT ["node", "dist/mistmcp.js"]
