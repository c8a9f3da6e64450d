# The service as an image: `start`, or with `--only api` or `--only workers` one half of it. Node.js runs the TypeScript
# source; only the dashboard is built. The Node.js that runs is the one package.json pins, not the build image's.

FROM node:24-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build -- --logLevel warn
# What runs needs no development package; of the rest, no types, maps, documents and headers.
RUN npm ci --omit=dev \
  && rm -rf node_modules/node-linux-*/include node_modules/node-linux-*/share \
  && find node_modules -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' \
       -o -iname 'readme*.md' -o -iname 'changelog*.md' \) -delete

FROM debian:trixie-slim
WORKDIR /app
RUN useradd --system --uid 10001 --no-create-home --home-dir /var/lib/plumbline plumbline \
  && install -d -m 700 -o plumbline -g plumbline /var/lib/plumbline
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/config ./config
COPY --from=build /app/connectors ./connectors
COPY --from=build /app/workers ./workers
COPY --from=build /app/src ./src
COPY --from=build /app/dist ./dist
ENV PATH=/app/node_modules/.bin:$PATH \
    PLUMBLINE_DATA=/var/lib/plumbline \
    PLUMBLINE_HOST=0.0.0.0 \
    PLUMBLINE_PORT=4680
VOLUME /var/lib/plumbline
EXPOSE 4680
USER plumbline
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PLUMBLINE_PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# The long form, so that the process gets its signals itself and can end in order.
ENTRYPOINT ["node", "--max-semi-space-size=16", "src/cli/plumbline.mjs"]
CMD ["start"]
