# syntax=docker/dockerfile:1
# An image with nothing in it but the executable and the C libraries that it uses: no shell, no package manager.

FROM node:26-bookworm-slim AS build
# `strip` takes a quarter off the executable; Node needs libatomic, which the image below does not have.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends binutils libatomic1 \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /natter
# What changes seldom comes first: the packages are installed anew only where their list has changed.
COPY package.json package-lock.json ./
COPY client-sdk/package.json client-sdk/
COPY web/package.json web/
COPY test/generated-client/package.json test/generated-client/
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build:single
# A new volume takes the owner and the mode of the folder in whose place it comes.
RUN install --directory --mode=0700 /empty \
 && cp --dereference /usr/lib/*-linux-gnu/libatomic.so.1 /libatomic.so.1

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /libatomic.so.1 /usr/lib/libatomic.so.1
COPY --from=build /natter/dist/natter /usr/local/bin/natter
COPY --from=build --chown=nonroot:nonroot /empty /data
ENV NATTER_HOST=0.0.0.0 \
    NATTER_PORT=4000 \
    NATTER_DATA=/data
WORKDIR /data
VOLUME /data
EXPOSE 4000
USER nonroot
HEALTHCHECK --interval=30s --timeout=6s --start-period=15s CMD ["/usr/local/bin/natter", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/natter"]
CMD ["serve"]
