# Any registry's Node images will do: the build needs npm, the result only the node binary.
ARG BUILD_IMAGE=node:20-bookworm-slim
ARG RUN_IMAGE=gcr.io/distroless/nodejs20-debian12:nonroot

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && chmod -R a+rX dist && mkdir /app && cp -r dist/expand-pgbackrest.cjs dist/lazy /app/ \
 && grep -E '^(root|nobody|nonroot):' /etc/passwd > /app.passwd \
 && { grep -q '^nobody:' /app.passwd || echo 'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin' >> /app.passwd; } \
 && echo 'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin' >> /app.passwd

FROM ${RUN_IMAGE}
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="expand-pgbackrest" \
      org.opencontainers.image.description="KRM function that expands CYBERTEC PG operator clusters into their pgBackRest resources" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# kustomize and kpt run functions as the user `nobody`, by name; some base images do not know it.
COPY --from=build /app.passwd /etc/passwd
COPY --from=build /app /app
WORKDIR /
USER 65532:65532
ENTRYPOINT ["/nodejs/bin/node", "/app/expand-pgbackrest.cjs"]
