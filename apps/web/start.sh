#!/bin/sh
# Starts the page: turns nginx.conf.template into a configuration, lets nginx check it, and runs nginx until told to stop.
#
# PORT (80) and API_UPSTREAM (such as api.railway.internal:3000) are for the operator. The rest is for tests:
#   RESOLV_CONF  where the name servers are read from         WEB_LISTEN  addresses to listen on, such as "127.0.0.1 [::1]"
#   WEB_RUN      a folder nginx may write to                  WEB_ROOT    the built page
# Exit status 2: a setting is wrong, and named. SIGTERM lets running requests end.
set -eu
umask 022

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
run=${WEB_RUN:-/tmp/ventra-web}
resolv_conf=${RESOLV_CONF:-/etc/resolv.conf}
brotli_module=/usr/lib/nginx/modules/ngx_http_brotli_static_module.so
PATH=$PATH:/usr/sbin:/usr/local/sbin

wrong() { printf 'web: %s\n' "$*" >&2; exit 2; }

is_number() { # TEXT LOW HIGH
  case $1 in '' | *[!0-9]* | ??????*) return 1 ;; esac
  [ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

is_ipv6() { case $1 in *[!0-9a-fA-F:.]* | '') return 1 ;; *:*:*) return 0 ;; esac; return 1; }

is_port_of_ipv6() { # [::1]:53
  case $1 in \[*\]:*[!0-9]* | \[*\]: | \[*[!0-9a-fA-F:.]*\]:*) return 1 ;; \[*\]:*) return 0 ;; esac
  return 1
}

is_name() { # a host name or an IPv4 address
  case $1 in '' | *[!a-zA-Z0-9._-]* | -* | .* | *..*) return 1 ;; esac
}

upstream() { # host:port, http://host:port, [::1]:port → what proxy_pass takes; wrong ones are named
  given=$1 example='write it as api.railway.internal:3000'
  case $given in
    '') wrong "API_UPSTREAM is missing: the address of the api; $example" ;;
    https://*) wrong "API_UPSTREAM cannot be https: the way to the api is the private network; $example" ;;
    http://*) given=${given#http://} ;;
    *://*) wrong "API_UPSTREAM has an unknown scheme; $example" ;;
  esac
  given=${given%/}
  case $given in
    *[/?#@]*) wrong "API_UPSTREAM is a host and a port, with no user, path or question; $example" ;;
    \[*\]:*) host=${given%\]:*}; host=${host#\[}; port=${given##*\]:}
      is_ipv6 "$host" || wrong "API_UPSTREAM: what stands in brackets is no IPv6 address; write it as [::1]:3000"
      host="[$host]" ;;
    \[*) wrong "API_UPSTREAM: the port is missing after the bracket; write it as [::1]:3000" ;;
    *:*:*) wrong "API_UPSTREAM: an IPv6 address stands in brackets; write it as [::1]:3000" ;;
    *:*) host=${given%:*}; port=${given##*:}
      is_name "$host" || wrong "API_UPSTREAM: the host is malformed; $example" ;;
    *) wrong "API_UPSTREAM: the port is missing; $example" ;;
  esac
  is_number "$port" 1 65535 || wrong "API_UPSTREAM: the port is a whole number from 1 to 65535; $example"
  printf 'http://%s:%s' "$host" "$port"
}

resolvers() { # of resolv.conf, as nginx writes them; one with a zone is of no use to nginx
  [ -r "$resolv_conf" ] || return 0
  while read -r word address _ || [ -n "$word" ]; do
    [ "$word" = nameserver ] || continue
    case $address in
      *%*) printf 'web: name server %s is left out: nginx takes no zone\n' "$address" >&2 ;;
      *[!0-9a-fA-F.:]*) if is_port_of_ipv6 "$address"; then printf '%s ' "$address"; fi ;;
      *:*:*) printf '[%s] ' "$address" ;;
      ?*) printf '%s ' "$address" ;;
    esac
  done <"$resolv_conf"
}

listens() { # one line an address; without IPv6 in the kernel nginx would not start on it
  if [ -n "${WEB_LISTEN:-}" ]; then
    for address in $WEB_LISTEN; do printf 'listen %s:%s;' "$address" "$PORT"; done
    return
  fi
  printf 'listen %s;' "$PORT"
  if [ -s /proc/net/if_inet6 ]; then printf 'listen [::]:%s;' "$PORT"; fi
}

PORT=${PORT:-80}
is_number "$PORT" 1 65535 || wrong "PORT is a whole number from 1 to 65535, such as 80"
api=$(upstream "${API_UPSTREAM:-}")
servers=$(resolvers)
if [ -z "$servers" ]; then
  case ${api#http://} in
    \[* | [0-9]*.[0-9]*.[0-9]*.[0-9]*:*) servers=127.0.0.1 ;; # an address: nobody is asked
    *) wrong "API_UPSTREAM is a name, and $resolv_conf names no server that could resolve it" ;;
  esac
fi
brotli='' brotli_static=''
if [ -e "$brotli_module" ]; then brotli="load_module $brotli_module;" brotli_static='brotli_static on;'; fi
user=''
if [ "$(id -u)" = 0 ]; then user='user www-data;'; fi

mkdir -p "$run"
access_log=/dev/stdout teller=''
if ! (: >>/dev/stdout) 2>/dev/null; then
  # Some platforms leave standard output to root, and nginx opens it anew: then somebody who holds it open passes lines on.
  access_log=$run/access.pipe
  rm -f "$access_log" && mkfifo "$access_log"
  exec 3<>"$access_log"
  cat <"$access_log" 3>&- &
  teller=$!
fi
cp "$here"/nginx-*.conf "$run/"
sed -e "s|\${API}|$api|g" -e "s|\${RESOLVERS}|$servers|g" -e "s|\${LISTEN}|$(listens)|g" -e "s|\${PORT}|$PORT|g" \
  -e "s|\${ROOT}|${WEB_ROOT:-$here/dist}|g" -e "s|\${RUN}|$run|g" -e "s|\${USER}|$user|g" \
  -e "s|\${BROTLI_MODULE}|$brotli|g" -e "s|\${BROTLI_STATIC}|$brotli_static|g" \
  -e "s|\${ACCESS_LOG}|$access_log ventra|g" \
  "$here/nginx.conf.template" >"$run/nginx.conf"

printf 'web: port %s, api %s, name servers %s\n' "$PORT" "$api" "$servers" >&2
nginx -t -q -c "$run/nginx.conf" -p "$run" -e stderr || { printf 'web: nginx refuses its configuration\n' >&2; exit 1; }

# A platform stops a container by SIGTERM, which makes nginx drop what it is answering: pass it on as "finish, then go".
nginx -c "$run/nginx.conf" -p "$run" -e stderr -g 'daemon off;' 3>&- &
nginx=$!
told=''
trap 'told=1; kill -QUIT "$nginx" 2>/dev/null || :' TERM INT
status=0
while :; do
  last=$status status=0
  wait "$nginx" || status=$?
  if [ "$status" = 127 ]; then status=$last; fi # its end was told by the wait before
  if [ -z "$told" ]; then break; fi
  told='' # a signal may have cut this wait short: only another one tells how nginx ended
done
exec 3>&-
if [ -n "$teller" ]; then wait "$teller" || :; fi
exit "$status"
