# Node images from any registry will do. The build image needs npm; the run image needs only a node binary, in /nodejs/bin or on the usual
# path. The digests are those of the indexes, so they fit every platform.
ARG BUILD_IMAGE=node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d
ARG RUN_IMAGE=gcr.io/distroless/nodejs24-debian12:nonroot@sha256:14d42e2511532589a7c7e01a753667a74fcc96266e137e8125006b87b0c32d0a

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# kustomize and kpt run functions as the user `nobody`, by name. Some base images have no such user, and no shell to add it with, so this
# stage makes the list of users.
RUN npm run build && npm run sbom \
 && mkdir /app /licenses && cp dist/start.cjs /app/expand-pgbackrest.cjs && cp dist/expand-pgbackrest.cache /app/ && cp LICENSE dist/THIRD-PARTY-LICENSES.txt dist/sbom.cdx.json /licenses/ \
 && chmod -R a+rX /app /licenses \
 && printf '%s\n' 'root:x:0:0:root:/root:/sbin/nologin' 'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin' \
      'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin' > /app.passwd

FROM ${RUN_IMAGE}
ARG VERSION=dev
ARG REVISION=unknown
ARG SOURCE=https://github.com/cybertec-postgresql/expand-pgbackrest
LABEL org.opencontainers.image.title="expand-pgbackrest" \
      org.opencontainers.image.description="KRM function that expands CYBERTEC PG operator clusters into the pgBackRest objects the operator would create, and checks them first" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.documentation="${SOURCE}#readme" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /app.passwd /etc/passwd
COPY --from=build /app /app
COPY --from=build /licenses /licenses
ENV PATH=/nodejs/bin:/usr/local/bin:/usr/bin:/bin
WORKDIR /
USER 65532:65532
ENTRYPOINT ["node", "/app/expand-pgbackrest.cjs"]
