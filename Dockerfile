# Builds the studio's image: the page compiled, production dependencies only, nothing writable, nobody's root.
# The major is that of the devDependency `node`, which the image itself stands for.
FROM node:26-slim AS build
WORKDIR /studio
COPY package.json package-lock.json ./
# The one install script that package.json allows is that of `node`, and it has nothing to do here.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY public public
COPY src src
RUN node node_modules/typescript/bin/tsc -p public && npm prune --omit=dev --ignore-scripts --no-audit --no-fund
# A third of what is left is never read: MediaPipe's own programs, of which only the models are used, and builds for browsers.
RUN find node_modules \( -path '*/@mediapipe/*_wasm_bin.*' -o -path '*/@litertjs/core/wasm/*jspi*' \
  -o -path '*/@litertjs/core/wasm/*threaded*' -o -name '*.map' \) -delete
# Modules compiled once, for every process to read and none to write. Node looks for them by the user who serves and by what the
# processor can do; on another kind of processor it compiles as ever. Node keeps them for their user's eyes only.
RUN mkdir -p build/compiled && chown node build/compiled
USER node
RUN node src/processes/compile.ts && chmod -R a=rX build/compiled

FROM node:26-slim
WORKDIR /studio
COPY package.json LICENSE NOTICE PRIVACY.md ./
COPY --from=build /studio/node_modules node_modules
COPY --from=build /studio/build build
COPY public public
COPY src src
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/v1/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
