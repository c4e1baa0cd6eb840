#!/usr/bin/env bash
# Both commands of the README in an empty system, as root and as an ordinary user. Needs root, debootstrap and a network.
#
#   tests/fresh.sh [root|user]...        (default: both; FRESH_PARTS="demo test page" chooses parts,
#                                            FRESH_TEST replaces `make test`)
#
# The empty system holds python3, python3-venv, make and git. Mirrors, proxies and certificates of this machine are passed
# through from its environment and its pip, npm and apt configuration; none is written down here.
set -euo pipefail

CHECKOUT=$(cd "$(dirname "$0")/.." && pwd)
CACHE=${FRESH_CACHE:-/var/tmp/ventra-fresh}
SUITE=bookworm

say() { printf '== %s\n' "$*" >&2; }
fail() { say "FAILED: $*"; exit 1; }

[ "$(id -u)" = 0 ] || fail "needs root (debootstrap and chroot)"
if ! command -v debootstrap >/dev/null; then
  apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends debootstrap
fi

base_system() { # an empty system, made once
  local base=$CACHE/$SUITE
  [ -e "$base/.done" ] && return
  say "making an empty $SUITE in $base"
  rm -rf "$base" && mkdir -p "$base"
  debootstrap --variant=minbase --include=ca-certificates,python3,python3-venv,make,git "$SUITE" "$base" >"$CACHE/debootstrap.log" 2>&1 ||
    { tail -20 "$CACHE/debootstrap.log" >&2; fail "debootstrap"; }
  touch "$base/.done"
}

enter() { # ROOT USER COMMAND: a clean environment and a process space of its own, so that nothing outlives it
  local root=$1 user=$2 command=$3 home=/root passed=()
  [ "$user" = root ] || home=/home/$user
  local name
  for name in $(compgen -e | grep -E '^(PIP_|UV_|npm_config_|NPM_CONFIG_|NODE_EXTRA_CA_CERTS|SSL_CERT_|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|GIT_SSL_|[a-zA-Z]+_(proxy|PROXY)$)' || true); do
    passed+=("$name=${!name}")
  done
  unshare --pid --fork --mount --kill-child chroot "$root" /bin/sh -c '
    mount -t proc proc /proc
    exec setpriv --reuid="$0" --regid="$0" --init-groups env -i "$@"' "$user" \
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
  # Local folders that pip's configuration names (an index keeps its files beside itself), and the recorded bodies.
  while read -r file; do
    case $file in */simple) file=${file%/simple} ;; esac
    bind "$root" "$file" "$file"
  done < <(python3 -m pip config list 2>/dev/null | grep -oE "(file://)?/[^' ]+" | sed 's|^file://||' | sort -u)
  bind "$root" "${VENTRA_SHARED:-$CHECKOUT/../shared}" "$home/shared"
}

bind() { # ROOT FROM TO, read only; only ever called inside a mount space of its own, see `inside`
  [ -d "$2" ] || return 0
  mkdir -p "$1$3" && mount --bind -o ro "$2" "$1$3"
}

account() { [ "$1" = root ] && echo root || echo seller; }
home_of() { [ "$1" = root ] && echo /root || echo /home/seller; }

one() { # root|user: a new system, both commands in it, and away with it
  local who=$1 root=$CACHE/run-$1 user home status=0
  user=$(account "$who") home=$(home_of "$who")
  rm -rf --one-file-system "$root" && mkdir -p "$root"
  cp -a "$CACHE/$SUITE/." "$root/"
  [ "$user" = root ] || chroot "$root" useradd --create-home --shell /bin/bash "$user"
  # What is bound is seen in that mount space alone: when we remove the system, nothing of this machine is in it.
  unshare --mount --propagation private "$0" --inside "$who" || status=$?
  rm -rf --one-file-system "$root"
  [ "$status" = 0 ] || fail "$who"
}

inside() { # root|user: within the mount space
  local who=$1 root=$CACHE/run-$1 user home
  user=$(account "$who") home=$(home_of "$who")
  pass_through "$root" "$home"
  git clone --quiet --no-hardlinks "$CHECKOUT" "$root$home/ventra"
  cp "$CHECKOUT/tests/fresh_demo.py" "$root$home/fresh_demo.py"
  chroot "$root" chown -R "$user:" "$home/ventra" "$home/fresh_demo.py" "$home/.config"

  case " ${FRESH_PARTS:-demo test} " in *" demo "*)
    say "$who: make demo, twice; the second without a network"
    enter "$root" "$user" "cd ~/ventra && python3 ~/fresh_demo.py --first"
    enter_offline "$root" "$user" "cd ~/ventra && python3 ~/fresh_demo.py --again" ;;
  esac
  case " ${FRESH_PARTS:-demo test} " in *" test "*)
    say "$who: make test"
    enter "$root" "$user" "cd ~/ventra && export VENTRA_SHARED=~/shared; ${FRESH_TEST:-make test}" ;;
  esac
  case " ${FRESH_PARTS:-} " in *" page "*)
    say "$who: environment and page, twice; the second without a network"
    enter "$root" "$user" "cd ~/ventra && make page"
    enter_offline "$root" "$user" "cd ~/ventra && make page" ;;
  esac
  say "$who: passed"
}

enter_offline() { # the same in a network space that has loopback only
  export -f enter
  unshare --net bash -c 'ip link set lo up 2>/dev/null || python3 -c "
import fcntl, socket, struct
s = socket.socket()
fcntl.ioctl(s, 0x8914, struct.pack(\"16sh\", b\"lo\", 0x1 | 0x40))"
enter "$@"' enter_offline "$@"
}

if [ "${1:-}" = --inside ]; then
  inside "$2"
  exit
fi
[ $# -gt 0 ] || set -- root user
mkdir -p "$CACHE"
base_system
for who in "$@"; do one "$who"; done
say "fresh: ${FRESH_PARTS:-demo test} in an empty $SUITE as: $*"
