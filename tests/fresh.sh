#!/usr/bin/env bash
# Both commands of the README in an empty system, as root and as an ordinary user. Needs root, debootstrap and a network.
#
#   tests/fresh.sh [root|user]...        (default: both; FRESH_PARTS="demo test page" chooses parts,
#                                            FRESH_TEST replaces `make test`)
#
# The empty system holds python3, python3-venv, make and git.
set -euo pipefail
. "$(dirname "$0")/clean_root.sh"

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
  bind "$root" "${VENTRA_SHARED:-$CHECKOUT/../shared}" "$home/shared" # the recorded bodies
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
  export -f enter own_space registries
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
base_system "$SUITE" ca-certificates,python3,python3-venv,make,git
for who in "$@"; do one "$who"; done
say "fresh: ${FRESH_PARTS:-demo test} in an empty $SUITE as: $*"
