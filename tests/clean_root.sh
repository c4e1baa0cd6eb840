# Empty systems to try things out in; sourced by fresh.sh and image.sh. Needs root, debootstrap and a network.
#
# Mirrors, proxies and certificates of this machine are passed through from its environment and its pip, npm and apt
# configuration; none is written down here.

CHECKOUT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=${FRESH_CACHE:-/var/tmp/ventra-fresh}
SUITE=bookworm

say() { printf '== %s\n' "$*" >&2; }
fail() { say "FAILED: $*"; exit 1; }

base_system() { # NAME [PACKAGE,...]: an empty system in the cache, made once
  local base=$CACHE/$1 packages=${2:-}
  [ "$(id -u)" = 0 ] || fail "needs root (debootstrap and chroot)"
  [ ! -e "$base/.done" ] || return 0
  if ! command -v debootstrap >/dev/null; then
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends debootstrap >&2
  fi
  say "making an empty $SUITE in $base"
  rm -rf "$base" && mkdir -p "$base"
  debootstrap --variant=minbase ${packages:+--include="$packages"} "$SUITE" "$base" >"$CACHE/debootstrap.log" 2>&1 ||
    { tail -20 "$CACHE/debootstrap.log" >&2; fail "debootstrap"; }
  touch "$base/.done"
}

own_space() { # ROOT USER GROUP-OPTION NAME=VALUE... COMMAND...: a clean environment and a process space of its own
  local root=$1 user=$2 groups=$3
  shift 3
  unshare --pid --fork --mount --kill-child chroot "$root" /bin/sh -c '
    mount -t proc proc /proc
    user=$0 groups=$1; shift
    exec setpriv --reuid="$user" --regid="$user" "$groups" env -i "$@"' "$user" "$groups" "$@"
}

registries() { # the names and values by which this machine reaches its registries, one a line
  local name
  for name in $(compgen -e | grep -E '^(PIP_|UV_|npm_config_|NPM_CONFIG_|NODE_EXTRA_CA_CERTS|SSL_CERT_|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|GIT_SSL_|[a-zA-Z]+_(proxy|PROXY)$)' || true); do
    printf '%s=%s\n' "$name" "${!name}"
  done
}

enter() { # ROOT USER COMMAND: nothing of it outlives the command
  local root=$1 user=$2 command=$3 home=/root passed
  [ "$user" = root ] || home=/home/$user
  mapfile -t passed < <(registries)
  own_space "$root" "$user" --init-groups \
    HOME="$home" USER="$user" LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "${passed[@]}" bash -c "$command"
}

pass_through() { # ROOT HOME: how this machine reaches its registries
  local root=$1 home=$2 file
  mkdir -p "$root$home/.config/pip" "$root/etc/ssl/certs"
  for file in /etc/pip.conf /etc/npmrc /etc/apt/apt.conf.d/*proxy* /etc/apt/sources.list /etc/apt/sources.list.d/*; do
    [ -f "$file" ] && mkdir -p "$root$(dirname "$file")" && cp "$file" "$root$file"
  done
  [ -f "$HOME/.config/pip/pip.conf" ] && cp "$HOME/.config/pip/pip.conf" "$root$home/.config/pip/pip.conf"
  [ -f "$HOME/.npmrc" ] && cp "$HOME/.npmrc" "$root$home/.npmrc"
  for file in "${SSL_CERT_FILE:-}" "${NODE_EXTRA_CA_CERTS:-}" "${PIP_CERT:-}" /etc/ssl/certs/ca-certificates.crt; do
    [ -n "$file" ] && [ -f "$file" ] && mkdir -p "$root$(dirname "$file")" && cp -L "$file" "$root$file"
  done
  cp -L /etc/resolv.conf "$root/etc/resolv.conf"
  echo "127.0.0.1 localhost" >"$root/etc/hosts" # an installed system has it, debootstrap leaves it out
  # Local folders that pip's configuration names (an index keeps its files beside itself).
  while read -r file; do
    case $file in */simple) file=${file%/simple} ;; esac
    bind "$root" "$file" "$file"
  done < <(python3 -m pip config list 2>/dev/null | grep -oE "(file://)?/[^' ]+" | sed 's|^file://||' | sort -u)
}

bind() { # ROOT FROM TO, read only; only ever called inside a mount space of its own, see `one` in fresh.sh and `run` in image.sh
  [ -d "$2" ] || return 0
  mkdir -p "$1$3" && mount --bind -o ro "$2" "$1$3"
}
