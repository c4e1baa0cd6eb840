#!/usr/bin/env bash
# Carries single steps of a Dockerfile out in an empty system; for tests/images. Needs root, debootstrap and a network.
#
#   image.sh base                                          makes what debian:bookworm-slim is, prints its folder
#   image.sh run ROOT DIR COMMAND [NAME=VALUE...]          a RUN: as root, with this machine's registries
#   image.sh start ROOT DIR USER NAME=VALUE... -- WORD...  the image's process: with nothing but what the image gives
set -euo pipefail
. "$(dirname "$0")/clean_root.sh"

base() { # Debian's slim images leave documents, other languages and downloaded packages out
  local root=$CACHE/$SUITE-slim
  mkdir -p "$CACHE"
  base_system "$SUITE-slim"
  if [ ! -e "$root/.slim" ]; then
    printf 'path-exclude /usr/share/%s/*\n' doc man groff info lintian linda locale >"$root/etc/dpkg/dpkg.cfg.d/slim"
    printf '%s ""; ' Dir::Cache::pkgcache Dir::Cache::srcpkgcache >"$root/etc/apt/apt.conf.d/slim"
    echo 'APT::Keep-Downloaded-Packages "false";' >>"$root/etc/apt/apt.conf.d/slim"
    rm -rf "$root"/usr/share/{doc,man,groff,info,lintian,linda,locale}/* "$root"/var/cache/apt/*.bin \
      "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/var/log/*.log
    touch "$root/.slim"
  fi
  echo "$root"
}

run() { # in a mount space of its own, so that nothing of this machine stays in the root
  local root=$1 dir=$2 command=$3 passed
  shift 3
  pass_through "$root" /root
  mapfile -t passed < <(registries)
  own_space "$root" root --init-groups HOME=/root DEBIAN_FRONTEND=noninteractive \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${passed[@]}" "$@" /bin/sh -c "cd '$dir' && $command"
}

start() {
  local root=$1 dir=$2 user=$3 given=()
  shift 3
  while [ "$1" != -- ]; do given+=("$1"); shift; done
  shift
  own_space "$root" "$user" --clear-groups "${given[@]}" /bin/sh -c 'cd "$0" && exec "$@"' "$dir" "$@"
}

case $1 in
  base) base ;;
  run) shift; exec unshare --mount --propagation private "$0" --inside "$@" ;;
  --inside) shift; run "$@" ;;
  start) shift; start "$@" ;;
  *) fail "image.sh base|run|start" ;;
esac
