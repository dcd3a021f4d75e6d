# The sandbox as a container. The build stage needs no emulation: its output is JavaScript, the same on every platform.
FROM --platform=$BUILDPLATFORM node:24-slim AS build
WORKDIR /kit
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund && npm run pack

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /kit
# One file with everything in it, also what --store needs.
COPY --from=build /kit/packed/kgiton-sandbox.cjs .
USER node
EXPOSE 4020
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.KGITON_SANDBOX_PORT || 4020}/_sandbox/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Reachable from outside the container. Whoever starts it decides whether webhooks may go to private networks.
ENV KGITON_SANDBOX_HOST=0.0.0.0
ENTRYPOINT ["node", "kgiton-sandbox.cjs"]
