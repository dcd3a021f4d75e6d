# The sandbox as a container. The build stage needs no emulation: its output is JavaScript, the same on every platform.
FROM --platform=$BUILDPLATFORM node:24-slim AS build
WORKDIR /kit
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund && npm run build:packages
# Only the runtime dependencies of the sandbox, in the versions of the lock file.
RUN npm ci --ignore-scripts --no-audit --no-fund --omit=dev --workspace @kgiton/contract --workspace @kgiton/sandbox

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /kit
COPY --from=build /kit/node_modules node_modules
COPY --from=build /kit/packages/contract packages/contract
COPY --from=build /kit/packages/sandbox packages/sandbox
USER node
EXPOSE 4020
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.KGITON_SANDBOX_PORT || 4020}/_sandbox/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Reachable from outside the container. Whoever starts it decides whether webhooks may go to private networks.
ENV KGITON_SANDBOX_HOST=0.0.0.0
ENTRYPOINT ["node", "packages/sandbox/bin/kgiton-sandbox.js"]
