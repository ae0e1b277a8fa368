# Builds everything and runs the main job:
#
#   docker build -t interleave --build-arg SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)" .
#   docker run --rm -v "$PWD/report:/out" --user "$(id -u):$(id -g)" interleave
#
# Another command takes the place of the main job: docker run --rm interleave interleave claims
FROM swift:6.2-bookworm

WORKDIR /interleave

# Packages first, so that a change to the sources does not install them again.
COPY scripts/ scripts/
RUN scripts/setup.sh && rm -rf /var/lib/apt/lists/*

COPY . .
RUN scripts/build.sh \
  && ln -s "$(scripts/build.sh --show-bin-path)/interleave" /usr/local/bin/interleave \
  && useradd --create-home --uid 1000 interleave \
  && install -d -m 1777 /out /state

# The report carries this time, seconds since 1970; the present where it is empty.
ARG SOURCE_DATE_EPOCH=""
ENV SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH \
  HOME=/state

# Any user may run it: the checkout is only read, and what is written goes to /state and /out.
USER 1000
VOLUME ["/state", "/out"]
CMD ["interleave", "reproduce", "--store", "/state/interleave.sqlite", \
  "--runs", "/state/runs.sqlite", "--results", "/state/results.sqlite", "--out", "/out"]
